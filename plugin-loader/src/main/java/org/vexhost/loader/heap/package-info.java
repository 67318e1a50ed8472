/** How much of the JVM's heap calls and compilations may take together. */
@NullMarked
package org.vexhost.loader.heap;

import org.jspecify.annotations.NullMarked;

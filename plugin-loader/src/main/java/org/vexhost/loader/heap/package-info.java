/** The memory budget for calls and compilations within the JVM's heap. */
@NullMarked
package org.vexhost.loader.heap;

import org.jspecify.annotations.NullMarked;

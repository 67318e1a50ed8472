/** The share of the JVM's heap for calls and compilations. */
@NullMarked
package org.vexhost.loader.heap;

import org.jspecify.annotations.NullMarked;

/** Compiles modules to JVM classes, and creates guests, each with its own memory and fuel gauge. */
@NullMarked
package org.vexhost.sandbox.compile;

import org.jspecify.annotations.NullMarked;

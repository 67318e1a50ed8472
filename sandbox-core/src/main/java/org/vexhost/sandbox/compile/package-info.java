/** Compiles modules to JVM classes, or loads the classes from the cache. */
@NullMarked
package org.vexhost.sandbox.compile;

import org.jspecify.annotations.NullMarked;

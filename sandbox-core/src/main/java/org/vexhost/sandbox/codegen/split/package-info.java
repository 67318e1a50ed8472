/**
 * The division of functions that are too large for one JVM method into regions, by estimates of the
 * size of their bytecode.
 */
@NullMarked
package org.vexhost.sandbox.codegen.split;

import org.jspecify.annotations.NullMarked;

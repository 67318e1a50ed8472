/**
 * Compiles validated functions to JVM bytecode, with fuel and call depth as part of the code. Knows
 * the classes that generated code uses by name only: no engine, no runtime.
 */
@NullMarked
package org.vexhost.sandbox.codegen;

import org.jspecify.annotations.NullMarked;

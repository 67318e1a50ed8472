/**
 * Compiles validated functions to JVM bytecode, with fuel and call depth as part of the code. This
 * package knows the classes that generated code uses only by name: it depends on neither the engine
 * nor the runtime.
 */
@NullMarked
package org.vexhost.sandbox.codegen;

import org.jspecify.annotations.NullMarked;

/**
 * The compiler from validated WebAssembly modules to JVM classes. The generated code counts its own
 * fuel and call depth. This package writes classes, functions and control flow; the packages below
 * it do the rest. They depend on neither the engine nor the classes of a running guest, and know
 * those classes only by name.
 */
@NullMarked
package org.vexhost.sandbox.codegen;

import org.jspecify.annotations.NullMarked;

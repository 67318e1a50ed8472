/**
 * What generated code uses at run time and depends on nothing else: arithmetic, loads and stores,
 * and the exception that a guest throws. All other classes that generated code uses are known to
 * the code generator by name only.
 */
@NullMarked
package org.vexhost.sandbox.codegen.runtime;

import org.jspecify.annotations.NullMarked;

/**
 * The emission of bytecode for instructions, with one class for each family of instructions.
 * Control flow is written by the package above.
 */
@NullMarked
package org.vexhost.sandbox.codegen.emit;

import org.jspecify.annotations.NullMarked;

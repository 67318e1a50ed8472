/**
 * The instruction set: opcodes, value types, and the decoder that reads one instruction after
 * another. An instruction that no accepted proposal defines is rejected here, by name.
 */
@NullMarked
package org.vexhost.sandbox.binary.instruction;

import org.jspecify.annotations.NullMarked;

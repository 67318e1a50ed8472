/**
 * Implements the instructions on 128-bit vectors. Compiled code represents a vector as two halves
 * of 64 bits. Most methods compute one half of the result from one half of each operand. All public
 * methods are called from generated code, and have no side effects. Lanes are little-endian, as in
 * memory.
 */
@NullMarked
package org.vexhost.sandbox.vector;

import org.jspecify.annotations.NullMarked;

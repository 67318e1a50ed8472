package org.vexhost.sandbox.spi;

/**
 * The numeric types of WebAssembly.
 *
 * @since 1.0
 */
public enum NumberType {
    /** A 32-bit integer; the upper half of the {@code long} is meaningless. */
    I32,
    /** A 64-bit integer. */
    I64,
    /** The bits of a float in the lower half of a {@code long}. */
    F32,
    /** The bits of a double. */
    F64
}

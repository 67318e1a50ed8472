package org.vexhost.sandbox.spi;

/**
 * The numeric types of WebAssembly.
 *
 * @since 1.0
 */
public enum NumberType {
    /** 32 bits; the upper half of the {@code long} is meaningless. */
    I32,
    /** 64 bits. */
    I64,
    /** The bits of a float in the lower half of a {@code long}. */
    F32,
    /** The bits of a double. */
    F64
}

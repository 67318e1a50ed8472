package org.vexhost.sandbox.spi;

/**
 * The numeric types of WebAssembly.
 *
 * @since 1.0
 */
public enum NumberType {
    /** 32 bits; in a {@code long}, the upper half means nothing. */
    I32,
    /** 64 bits. */
    I64,
    /** The bits of a float in the lower half of a {@code long}. */
    F32,
    /** The bits of a double. */
    F64
}

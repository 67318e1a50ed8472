package org.vexhost.sandbox.binary.instruction;

import java.util.Locale;

/** The value types of the accepted proposals. */
public enum ValueType {
    /** 32-bit integer. */
    I32(0x7F),
    /** 64-bit integer. */
    I64(0x7E),
    /** 32-bit float. */
    F32(0x7D),
    /** 64-bit float. */
    F64(0x7C),
    /** 128 bits, divided into lanes. */
    V128(0x7B),
    /** Reference to a function. */
    FUNCREF(0x70),
    /** Reference that is opaque to the guest. */
    EXTERNREF(0x6F),
    /** Reference to an exception, or null. */
    EXNREF(0x69);

    private final int code;

    ValueType(int code) {
        this.code = code;
    }

    /** Returns the byte of this type in the binary format. */
    public int code() {
        return code;
    }

    /**
     * Returns the type with a byte in the binary format.
     *
     * @throws IllegalArgumentException if no accepted type has that byte
     */
    public static ValueType ofCode(int code) {
        for (ValueType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("no value type has code " + code);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

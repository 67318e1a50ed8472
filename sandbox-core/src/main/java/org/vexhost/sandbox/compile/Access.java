package org.vexhost.sandbox.compile;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The loads and stores of generated code: little-endian, directly on the array. An address is an
 * unsigned base plus a static offset. Since memory is shorter than 2 GiB, an address out of range
 * fails the array's own bounds check, and the code that called the guest reports it as a trap.
 */
public final class Access {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private Access() {}

    /**
     * Returns an index that is in bounds only if base plus offset is, both as unsigned numbers. An
     * offset of 2 GiB or more is a negative int and is never in bounds.
     */
    static int address(int base, int offset) {
        return base < 0 || offset < 0 ? -1 : base + offset;
    }

    /** Loads byte. */
    public static byte load8(int base, int offset, byte[] memory) {
        return memory[address(base, offset)];
    }

    /** Stores byte. */
    public static void store8(int base, byte value, int offset, byte[] memory) {
        memory[address(base, offset)] = value;
    }

    /** Loads short. */
    public static short load16(int base, int offset, byte[] memory) {
        return (short) SHORT.get(memory, address(base, offset));
    }

    /** Stores short. */
    public static void store16(int base, short value, int offset, byte[] memory) {
        SHORT.set(memory, address(base, offset), value);
    }

    /** Loads int. */
    public static int load32(int base, int offset, byte[] memory) {
        return (int) INT.get(memory, address(base, offset));
    }

    /** Stores int. */
    public static void store32(int base, int value, int offset, byte[] memory) {
        INT.set(memory, address(base, offset), value);
    }

    /** Loads long. */
    public static long load64(int base, int offset, byte[] memory) {
        return (long) LONG.get(memory, address(base, offset));
    }

    /** Stores long. */
    public static void store64(int base, long value, int offset, byte[] memory) {
        LONG.set(memory, address(base, offset), value);
    }

    /** Loads float. */
    public static float loadF32(int base, int offset, byte[] memory) {
        return (float) FLOAT.get(memory, address(base, offset));
    }

    /** Stores float. */
    public static void storeF32(int base, float value, int offset, byte[] memory) {
        FLOAT.set(memory, address(base, offset), value);
    }

    /** Loads double. */
    public static double loadF64(int base, int offset, byte[] memory) {
        return (double) DOUBLE.get(memory, address(base, offset));
    }

    /** Stores double. */
    public static void storeF64(int base, double value, int offset, byte[] memory) {
        DOUBLE.set(memory, address(base, offset), value);
    }

    /** Loads byte without an offset. */
    public static byte load8(int address, byte[] memory) {
        return memory[address];
    }

    /** Stores byte without an offset. */
    public static void store8(int address, byte value, byte[] memory) {
        memory[address] = value;
    }

    /** Loads short without an offset. */
    public static short load16(int address, byte[] memory) {
        return (short) SHORT.get(memory, address);
    }

    /** Stores short without an offset. */
    public static void store16(int address, short value, byte[] memory) {
        SHORT.set(memory, address, value);
    }

    /** Loads int without an offset. */
    public static int load32(int address, byte[] memory) {
        return (int) INT.get(memory, address);
    }

    /** Stores int without an offset. */
    public static void store32(int address, int value, byte[] memory) {
        INT.set(memory, address, value);
    }

    /** Loads long without an offset. */
    public static long load64(int address, byte[] memory) {
        return (long) LONG.get(memory, address);
    }

    /** Stores long without an offset. */
    public static void store64(int address, long value, byte[] memory) {
        LONG.set(memory, address, value);
    }

    /** Loads float without an offset. */
    public static float loadF32(int address, byte[] memory) {
        return (float) FLOAT.get(memory, address);
    }

    /** Stores float without an offset. */
    public static void storeF32(int address, float value, byte[] memory) {
        FLOAT.set(memory, address, value);
    }

    /** Loads double without an offset. */
    public static double loadF64(int address, byte[] memory) {
        return (double) DOUBLE.get(memory, address);
    }

    /** Stores double without an offset. */
    public static void storeF64(int address, double value, byte[] memory) {
        DOUBLE.set(memory, address, value);
    }
}

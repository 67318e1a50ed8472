package org.vexhost.sandbox.codegen.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The loads and stores of generated code. They access the array of the memory directly, in
 * little-endian order. An address is the sum of an unsigned base and a static offset. A memory is
 * always smaller than 2 GiB. An address out of range therefore fails the bounds check of the array,
 * and the code that called the guest reports this as a trap.
 */
public final class Access {

    static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle FLOAT =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /**
     * An array without elements. An access that is out of bounds reads from it, and so fails. C2
     * compiles this read into code that leaves the method. If the access used an index that no
     * array has instead, then in code with too little profile both cases would continue at the same
     * place, and C2 would check the same address again for the next access.
     */
    static final int[] NOWHERE = {};

    private Access() {}

    /**
     * Returns the sum of base and offset. If it is 2 GiB or more, it is a negative int, which is
     * never in bounds.
     *
     * @throws IndexOutOfBoundsException if base or offset is 2 GiB or more as an unsigned number
     */
    static int address(int base, int offset) {
        return base < 0 || offset < 0 ? NOWHERE[0] : base + offset;
    }

    /** Loads a byte. */
    public static byte load8(int base, int offset, byte[] memory) {
        return memory[address(base, offset)];
    }

    /** Stores a byte. */
    public static void store8(int base, byte value, int offset, byte[] memory) {
        memory[address(base, offset)] = value;
    }

    /** Loads a short. */
    public static short load16(int base, int offset, byte[] memory) {
        return (short) SHORT.get(memory, address(base, offset));
    }

    /** Stores a short. */
    public static void store16(int base, short value, int offset, byte[] memory) {
        SHORT.set(memory, address(base, offset), value);
    }

    /** Loads an int. */
    public static int load32(int base, int offset, byte[] memory) {
        return (int) INT.get(memory, address(base, offset));
    }

    /** Stores an int. */
    public static void store32(int base, int value, int offset, byte[] memory) {
        INT.set(memory, address(base, offset), value);
    }

    /** Loads a long. */
    public static long load64(int base, int offset, byte[] memory) {
        return (long) LONG.get(memory, address(base, offset));
    }

    /** Stores a long. */
    public static void store64(int base, long value, int offset, byte[] memory) {
        LONG.set(memory, address(base, offset), value);
    }

    /** Loads a float. */
    public static float loadF32(int base, int offset, byte[] memory) {
        return (float) FLOAT.get(memory, address(base, offset));
    }

    /** Stores a float. */
    public static void storeF32(int base, float value, int offset, byte[] memory) {
        FLOAT.set(memory, address(base, offset), value);
    }

    /** Loads a double. */
    public static double loadF64(int base, int offset, byte[] memory) {
        return (double) DOUBLE.get(memory, address(base, offset));
    }

    /** Stores a double. */
    public static void storeF64(int base, double value, int offset, byte[] memory) {
        DOUBLE.set(memory, address(base, offset), value);
    }

    /** Loads a byte without an offset. */
    public static byte load8(int address, byte[] memory) {
        return memory[address];
    }

    /** Stores a byte without an offset. */
    public static void store8(int address, byte value, byte[] memory) {
        memory[address] = value;
    }

    /** Loads a short without an offset. */
    public static short load16(int address, byte[] memory) {
        return (short) SHORT.get(memory, address);
    }

    /** Stores a short without an offset. */
    public static void store16(int address, short value, byte[] memory) {
        SHORT.set(memory, address, value);
    }

    /** Loads an int without an offset. */
    public static int load32(int address, byte[] memory) {
        return (int) INT.get(memory, address);
    }

    /** Stores an int without an offset. */
    public static void store32(int address, int value, byte[] memory) {
        INT.set(memory, address, value);
    }

    /** Loads a long without an offset. */
    public static long load64(int address, byte[] memory) {
        return (long) LONG.get(memory, address);
    }

    /** Stores a long without an offset. */
    public static void store64(int address, long value, byte[] memory) {
        LONG.set(memory, address, value);
    }

    /** Loads a float without an offset. */
    public static float loadF32(int address, byte[] memory) {
        return (float) FLOAT.get(memory, address);
    }

    /** Stores a float without an offset. */
    public static void storeF32(int address, float value, byte[] memory) {
        FLOAT.set(memory, address, value);
    }

    /** Loads a double without an offset. */
    public static double loadF64(int address, byte[] memory) {
        return (double) DOUBLE.get(memory, address);
    }

    /** Stores a double without an offset. */
    public static void storeF64(int address, double value, byte[] memory) {
        DOUBLE.set(memory, address, value);
    }
}

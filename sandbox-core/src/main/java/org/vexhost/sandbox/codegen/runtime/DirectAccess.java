package org.vexhost.sandbox.codegen.runtime;

import java.lang.reflect.Field;
import sun.misc.Unsafe;

/**
 * The loads and stores of {@link BoundedAccess} without the checks of the JDK. They need one test
 * for each access instead of three, and fewer nodes in C2's graph. C2 stops inlining when the graph
 * of a method is too large, so in large functions many accesses of {@link BoundedAccess} remain
 * calls. {@link AccessChoice} says when this class is used.
 *
 * <p>{@link Unsafe} checks nothing, so each method here is safe for all arguments: it accesses only
 * bytes inside of the array and below {@code limit}. An error in generated code, or in the host's
 * bookkeeping of memories, therefore cannot reach any other object. The smaller one of the two
 * bounds is the same for all accesses of a function, so that C2 can compute it once.
 *
 * <p>As in {@link BoundedAccess}, C1 must not inline these methods, and C2 inlines methods of up to
 * 35 bytes.
 */
public final class DirectAccess {

    /** See {@link Access#NOWHERE}. */
    private static final int[] NOWHERE = {};

    private static final Unsafe UNSAFE = unsafe();
    private static final long START = Unsafe.ARRAY_BYTE_BASE_OFFSET;

    private DirectAccess() {}

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException(e);
        }
    }

    /**
     * Returns the sum of base and offset, both of them unsigned.
     *
     * @param size the number of bytes that are accessed there
     * @param bound the index that none of these bytes may have or exceed
     * @throws IndexOutOfBoundsException if the access would reach the bound
     */
    private static long at(int base, int offset, int size, int bound) {
        long at = Integer.toUnsignedLong(base) + Integer.toUnsignedLong(offset);
        return at + size > bound ? NOWHERE[0] : at;
    }

    /** Loads a byte. */
    public static byte load8(int base, int offset, byte[] memory, int limit) {
        return UNSAFE.getByte(memory, START + at(base, offset, 1, Math.min(memory.length, limit)));
    }

    /** Stores a byte. */
    public static void store8(int base, byte value, int offset, byte[] memory, int limit) {
        UNSAFE.putByte(memory, START + at(base, offset, 1, Math.min(memory.length, limit)), value);
    }

    /** Loads a short. */
    public static short load16(int base, int offset, byte[] memory, int limit) {
        return UNSAFE.getShort(memory, START + at(base, offset, 2, Math.min(memory.length, limit)));
    }

    /** Stores a short. */
    public static void store16(int base, short value, int offset, byte[] memory, int limit) {
        UNSAFE.putShort(memory, START + at(base, offset, 2, Math.min(memory.length, limit)), value);
    }

    /** Loads an int. */
    public static int load32(int base, int offset, byte[] memory, int limit) {
        return UNSAFE.getInt(memory, START + at(base, offset, 4, Math.min(memory.length, limit)));
    }

    /** Stores an int. */
    public static void store32(int base, int value, int offset, byte[] memory, int limit) {
        UNSAFE.putInt(memory, START + at(base, offset, 4, Math.min(memory.length, limit)), value);
    }

    /** Loads a long. */
    public static long load64(int base, int offset, byte[] memory, int limit) {
        return UNSAFE.getLong(memory, START + at(base, offset, 8, Math.min(memory.length, limit)));
    }

    /** Stores a long. */
    public static void store64(int base, long value, int offset, byte[] memory, int limit) {
        UNSAFE.putLong(memory, START + at(base, offset, 8, Math.min(memory.length, limit)), value);
    }

    /** Loads a float. */
    public static float loadF32(int base, int offset, byte[] memory, int limit) {
        return UNSAFE.getFloat(memory, START + at(base, offset, 4, Math.min(memory.length, limit)));
    }

    /** Stores a float. */
    public static void storeF32(int base, float value, int offset, byte[] memory, int limit) {
        UNSAFE.putFloat(memory, START + at(base, offset, 4, Math.min(memory.length, limit)), value);
    }

    /** Loads a double. */
    public static double loadF64(int base, int offset, byte[] memory, int limit) {
        return UNSAFE.getDouble(
                memory, START + at(base, offset, 8, Math.min(memory.length, limit)));
    }

    /** Stores a double. */
    public static void storeF64(int base, double value, int offset, byte[] memory, int limit) {
        UNSAFE.putDouble(
                memory, START + at(base, offset, 8, Math.min(memory.length, limit)), value);
    }
}

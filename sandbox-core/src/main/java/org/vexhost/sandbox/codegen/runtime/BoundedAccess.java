package org.vexhost.sandbox.codegen.runtime;

/**
 * The loads and stores of generated code in modules whose memory can grow. The array of such a
 * memory is longer than the memory, so that the array need not be copied each time the memory
 * grows. Each access is therefore first checked against the size of the memory. An access out of
 * bounds fails as in {@link Access}.
 *
 * <p>HotSpot's first compiler (C1) must not inline these methods. It would also inline seven
 * methods of the JDK for each access. Then it takes four times as long, and gives up on functions
 * with many accesses. It does not inline a method whose operand stack holds five values or more
 * ({@code C1InlineStackLimit}), so {@link #address} takes four arguments, and is an argument
 * itself. The second compiler (C2) inlines methods of up to 35 bytes ({@code MaxInlineSize}).
 */
public final class BoundedAccess {

    private BoundedAccess() {}

    /**
     * Returns the sum of base and offset. If it is 2 GiB or more, it is a negative int, which is
     * never in bounds. One test for each condition is faster than one test for all: C2 can omit the
     * test of a base that it has already tested, and generated code has a constant offset.
     *
     * @throws IndexOutOfBoundsException if base or offset is 2 GiB or more as an unsigned number,
     *     or if a smaller sum is above {@code limit - size}
     */
    static int address(int base, int offset, int size, int limit) {
        int at = base + offset;
        return base < 0 || offset < 0 || at > limit - size ? Access.NOWHERE[0] : at;
    }

    /** Loads a byte. */
    public static byte load8(int base, int offset, byte[] memory, int limit) {
        return memory[address(base, offset, 1, limit)];
    }

    /** Stores a byte. */
    public static void store8(int base, byte value, int offset, byte[] memory, int limit) {
        memory[address(base, offset, 1, limit)] = value;
    }

    /** Loads a short. */
    public static short load16(int base, int offset, byte[] memory, int limit) {
        return (short) Access.SHORT.get(memory, address(base, offset, 2, limit));
    }

    /** Stores a short. */
    public static void store16(int base, short value, int offset, byte[] memory, int limit) {
        Access.SHORT.set(memory, address(base, offset, 2, limit), value);
    }

    /** Loads an int. */
    public static int load32(int base, int offset, byte[] memory, int limit) {
        return (int) Access.INT.get(memory, address(base, offset, 4, limit));
    }

    /** Stores an int. */
    public static void store32(int base, int value, int offset, byte[] memory, int limit) {
        Access.INT.set(memory, address(base, offset, 4, limit), value);
    }

    /** Loads a long. */
    public static long load64(int base, int offset, byte[] memory, int limit) {
        return (long) Access.LONG.get(memory, address(base, offset, 8, limit));
    }

    /** Stores a long. */
    public static void store64(int base, long value, int offset, byte[] memory, int limit) {
        Access.LONG.set(memory, address(base, offset, 8, limit), value);
    }

    /** Loads a float. */
    public static float loadF32(int base, int offset, byte[] memory, int limit) {
        return (float) Access.FLOAT.get(memory, address(base, offset, 4, limit));
    }

    /** Stores a float. */
    public static void storeF32(int base, float value, int offset, byte[] memory, int limit) {
        Access.FLOAT.set(memory, address(base, offset, 4, limit), value);
    }

    /** Loads a double. */
    public static double loadF64(int base, int offset, byte[] memory, int limit) {
        return (double) Access.DOUBLE.get(memory, address(base, offset, 8, limit));
    }

    /** Stores a double. */
    public static void storeF64(int base, double value, int offset, byte[] memory, int limit) {
        Access.DOUBLE.set(memory, address(base, offset, 8, limit), value);
    }
}

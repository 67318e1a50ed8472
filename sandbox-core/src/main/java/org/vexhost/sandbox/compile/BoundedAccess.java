package org.vexhost.sandbox.compile;

/**
 * The loads and stores of generated code in modules whose memory can grow. The array of such a
 * memory is longer than the memory, so that the array need not be copied each time the memory
 * grows. Each access is therefore first checked against the size of the memory. An access out of
 * bounds then uses an index that no array has, and fails as in {@link Access}.
 */
public final class BoundedAccess {

    private BoundedAccess() {}

    /** Returns an index that is in bounds only if all bytes of the access are below the limit. */
    static int address(int base, int offset, int size, int limit) {
        int at = base + offset;
        // The sum of two non-negative numbers is negative if it overflows.
        return (base | offset | at) < 0 || at > limit - size ? -1 : at;
    }

    /** Loads a byte. */
    public static byte load8(int base, int offset, byte[] memory, int limit) {
        return Access.load8(address(base, offset, 1, limit), memory);
    }

    /** Stores a byte. */
    public static void store8(int base, byte value, int offset, byte[] memory, int limit) {
        Access.store8(address(base, offset, 1, limit), value, memory);
    }

    /** Loads a short. */
    public static short load16(int base, int offset, byte[] memory, int limit) {
        return Access.load16(address(base, offset, 2, limit), memory);
    }

    /** Stores a short. */
    public static void store16(int base, short value, int offset, byte[] memory, int limit) {
        Access.store16(address(base, offset, 2, limit), value, memory);
    }

    /** Loads an int. */
    public static int load32(int base, int offset, byte[] memory, int limit) {
        return Access.load32(address(base, offset, 4, limit), memory);
    }

    /** Stores an int. */
    public static void store32(int base, int value, int offset, byte[] memory, int limit) {
        Access.store32(address(base, offset, 4, limit), value, memory);
    }

    /** Loads a long. */
    public static long load64(int base, int offset, byte[] memory, int limit) {
        return Access.load64(address(base, offset, 8, limit), memory);
    }

    /** Stores a long. */
    public static void store64(int base, long value, int offset, byte[] memory, int limit) {
        Access.store64(address(base, offset, 8, limit), value, memory);
    }

    /** Loads a float. */
    public static float loadF32(int base, int offset, byte[] memory, int limit) {
        return Access.loadF32(address(base, offset, 4, limit), memory);
    }

    /** Stores a float. */
    public static void storeF32(int base, float value, int offset, byte[] memory, int limit) {
        Access.storeF32(address(base, offset, 4, limit), value, memory);
    }

    /** Loads a double. */
    public static double loadF64(int base, int offset, byte[] memory, int limit) {
        return Access.loadF64(address(base, offset, 8, limit), memory);
    }

    /** Stores a double. */
    public static void storeF64(int base, double value, int offset, byte[] memory, int limit) {
        Access.storeF64(address(base, offset, 8, limit), value, memory);
    }
}

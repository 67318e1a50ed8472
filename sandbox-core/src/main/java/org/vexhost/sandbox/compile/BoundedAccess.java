package org.vexhost.sandbox.compile;

/**
 * The loads and stores of generated code in modules whose memory can grow. The array of such a
 * memory is longer than the memory, so that growing does not copy it each time. An access is
 * therefore checked against the memory's own bound first. Out of bounds, it fails as in {@link
 * Access}, at an index that no array has.
 */
public final class BoundedAccess {

    private BoundedAccess() {}

    /** Returns an index that is in bounds only if all bytes of the access are below the limit. */
    static int address(int base, int offset, int size, int limit) {
        int at = base + offset;
        // The sum of two non-negative numbers is negative if it overflows.
        return (base | offset | at) < 0 || at > limit - size ? -1 : at;
    }

    /** Loads byte. */
    public static byte load8(int base, int offset, byte[] memory, int limit) {
        return Access.load8(address(base, offset, 1, limit), memory);
    }

    /** Stores byte. */
    public static void store8(int base, byte value, int offset, byte[] memory, int limit) {
        Access.store8(address(base, offset, 1, limit), value, memory);
    }

    /** Loads short. */
    public static short load16(int base, int offset, byte[] memory, int limit) {
        return Access.load16(address(base, offset, 2, limit), memory);
    }

    /** Stores short. */
    public static void store16(int base, short value, int offset, byte[] memory, int limit) {
        Access.store16(address(base, offset, 2, limit), value, memory);
    }

    /** Loads int. */
    public static int load32(int base, int offset, byte[] memory, int limit) {
        return Access.load32(address(base, offset, 4, limit), memory);
    }

    /** Stores int. */
    public static void store32(int base, int value, int offset, byte[] memory, int limit) {
        Access.store32(address(base, offset, 4, limit), value, memory);
    }

    /** Loads long. */
    public static long load64(int base, int offset, byte[] memory, int limit) {
        return Access.load64(address(base, offset, 8, limit), memory);
    }

    /** Stores long. */
    public static void store64(int base, long value, int offset, byte[] memory, int limit) {
        Access.store64(address(base, offset, 8, limit), value, memory);
    }

    /** Loads float. */
    public static float loadF32(int base, int offset, byte[] memory, int limit) {
        return Access.loadF32(address(base, offset, 4, limit), memory);
    }

    /** Stores float. */
    public static void storeF32(int base, float value, int offset, byte[] memory, int limit) {
        Access.storeF32(address(base, offset, 4, limit), value, memory);
    }

    /** Loads double. */
    public static double loadF64(int base, int offset, byte[] memory, int limit) {
        return Access.loadF64(address(base, offset, 8, limit), memory);
    }

    /** Stores double. */
    public static void storeF64(int base, double value, int offset, byte[] memory, int limit) {
        Access.storeF64(address(base, offset, 8, limit), value, memory);
    }
}

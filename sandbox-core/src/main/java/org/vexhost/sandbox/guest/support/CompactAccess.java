package org.vexhost.sandbox.guest.support;

import org.vexhost.sandbox.codegen.runtime.BoundedAccess;
import org.vexhost.sandbox.guest.FlatMemory;

/**
 * The loads and stores of functions whose code would be too long for the JVM if they used {@link
 * BoundedAccess}. Each access reads the array and the size of the memory from the memory object.
 * They are not in local variables, which would have to be reloaded after calls.
 */
public final class CompactAccess {

    private CompactAccess() {}

    /** Loads a byte. */
    public static byte load8(int base, int offset, FlatMemory memory) {
        return BoundedAccess.load8(base, offset, memory.data, memory.limit);
    }

    /** Stores a byte. */
    public static void store8(int base, byte value, int offset, FlatMemory memory) {
        BoundedAccess.store8(base, value, offset, memory.data, memory.limit);
    }

    /** Loads a short. */
    public static short load16(int base, int offset, FlatMemory memory) {
        return BoundedAccess.load16(base, offset, memory.data, memory.limit);
    }

    /** Stores a short. */
    public static void store16(int base, short value, int offset, FlatMemory memory) {
        BoundedAccess.store16(base, value, offset, memory.data, memory.limit);
    }

    /** Loads an int. */
    public static int load32(int base, int offset, FlatMemory memory) {
        return BoundedAccess.load32(base, offset, memory.data, memory.limit);
    }

    /** Stores an int. */
    public static void store32(int base, int value, int offset, FlatMemory memory) {
        BoundedAccess.store32(base, value, offset, memory.data, memory.limit);
    }

    /** Loads a long. */
    public static long load64(int base, int offset, FlatMemory memory) {
        return BoundedAccess.load64(base, offset, memory.data, memory.limit);
    }

    /** Stores a long. */
    public static void store64(int base, long value, int offset, FlatMemory memory) {
        BoundedAccess.store64(base, value, offset, memory.data, memory.limit);
    }

    /** Loads a float. */
    public static float loadF32(int base, int offset, FlatMemory memory) {
        return BoundedAccess.loadF32(base, offset, memory.data, memory.limit);
    }

    /** Stores a float. */
    public static void storeF32(int base, float value, int offset, FlatMemory memory) {
        BoundedAccess.storeF32(base, value, offset, memory.data, memory.limit);
    }

    /** Loads a double. */
    public static double loadF64(int base, int offset, FlatMemory memory) {
        return BoundedAccess.loadF64(base, offset, memory.data, memory.limit);
    }

    /** Stores a double. */
    public static void storeF64(int base, double value, int offset, FlatMemory memory) {
        BoundedAccess.storeF64(base, value, offset, memory.data, memory.limit);
    }
}

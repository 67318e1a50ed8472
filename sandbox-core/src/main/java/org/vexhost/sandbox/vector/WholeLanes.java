package org.vexhost.sandbox.vector;

/**
 * The {@code v128} instructions, which operate on bits without lanes. A {@code long} contains one
 * half of a vector.
 */
public final class WholeLanes {

    private WholeLanes() {}

    /** {@code not}. */
    public static long not(long a) {
        return ~a;
    }

    /** {@code andnot}. */
    public static long andnot(long a, long b) {
        return a & ~b;
    }

    /** {@code bitselect}. */
    public static long bitselect(long a, long b, long mask) {
        return b ^ ((a ^ b) & mask);
    }

    /** {@code any_true}; its operand is the bitwise OR of both halves. */
    public static int anyTrue(long a) {
        return a != 0 ? 1 : 0;
    }

    /** {@code select}. */
    public static long select(long a, long b, int condition) {
        return condition != 0 ? a : b;
    }
}

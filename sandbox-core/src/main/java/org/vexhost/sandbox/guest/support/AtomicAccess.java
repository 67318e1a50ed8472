package org.vexhost.sandbox.guest.support;

import org.vexhost.sandbox.codegen.runtime.BoundedAccess;
import org.vexhost.sandbox.guest.FlatMemory;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.TrapKind;

/**
 * The atomic instructions of generated code. Only one thread at a time uses a guest's memory, so
 * plain accesses are sufficient. An address that is not a multiple of the width causes a trap, even
 * if all bytes are in bounds. All methods take the operands of the instruction, its offset, and the
 * binary logarithm of the width in bytes.
 */
public final class AtomicAccess {

    private static final long LOW_32 = 0xFFFF_FFFFL;

    private AtomicAccess() {}

    /** {@code i32.atomic.load} and its narrower variants. */
    public static int loadInt(int address, int offset, int power, FlatMemory memory) {
        return (int) loadLong(address, offset, power, memory);
    }

    /** {@code i64.atomic.load} and its narrower variants. */
    public static long loadLong(int address, int offset, int power, FlatMemory memory) {
        requireAligned(address, offset, power);
        return read(address, offset, power, memory);
    }

    /** {@code i32.atomic.store} and its narrower variants. */
    public static void store(int address, int value, int offset, int power, FlatMemory memory) {
        store(address, (long) value, offset, power, memory);
    }

    /** {@code i64.atomic.store} and its narrower variants. */
    public static void store(int address, long value, int offset, int power, FlatMemory memory) {
        requireAligned(address, offset, power);
        write(address, value, offset, power, memory);
    }

    /** {@code i32.atomic.rmw.add} and its narrower variants. */
    public static int add(int address, int operand, int offset, int power, FlatMemory memory) {
        return (int) add(address, (long) operand, offset, power, memory);
    }

    /** {@code i64.atomic.rmw.add} and its narrower variants. */
    public static long add(int address, long operand, int offset, int power, FlatMemory memory) {
        long old = loadLong(address, offset, power, memory);
        write(address, old + operand, offset, power, memory);
        return old;
    }

    /** {@code i32.atomic.rmw.sub} and its narrower variants. */
    public static int sub(int address, int operand, int offset, int power, FlatMemory memory) {
        return (int) add(address, -(long) operand, offset, power, memory);
    }

    /** {@code i64.atomic.rmw.sub} and its narrower variants. */
    public static long sub(int address, long operand, int offset, int power, FlatMemory memory) {
        return add(address, -operand, offset, power, memory);
    }

    /** {@code i32.atomic.rmw.and} and its narrower variants. */
    public static int and(int address, int operand, int offset, int power, FlatMemory memory) {
        return (int) and(address, (long) operand, offset, power, memory);
    }

    /** {@code i64.atomic.rmw.and} and its narrower variants. */
    public static long and(int address, long operand, int offset, int power, FlatMemory memory) {
        long old = loadLong(address, offset, power, memory);
        write(address, old & operand, offset, power, memory);
        return old;
    }

    /** {@code i32.atomic.rmw.or} and its narrower variants. */
    public static int or(int address, int operand, int offset, int power, FlatMemory memory) {
        return (int) or(address, (long) operand, offset, power, memory);
    }

    /** {@code i64.atomic.rmw.or} and its narrower variants. */
    public static long or(int address, long operand, int offset, int power, FlatMemory memory) {
        long old = loadLong(address, offset, power, memory);
        write(address, old | operand, offset, power, memory);
        return old;
    }

    /** {@code i32.atomic.rmw.xor} and its narrower variants. */
    public static int xor(int address, int operand, int offset, int power, FlatMemory memory) {
        return (int) xor(address, (long) operand, offset, power, memory);
    }

    /** {@code i64.atomic.rmw.xor} and its narrower variants. */
    public static long xor(int address, long operand, int offset, int power, FlatMemory memory) {
        long old = loadLong(address, offset, power, memory);
        write(address, old ^ operand, offset, power, memory);
        return old;
    }

    /** {@code i32.atomic.rmw.xchg} and its narrower variants. */
    public static int xchg(int address, int operand, int offset, int power, FlatMemory memory) {
        return (int) xchg(address, (long) operand, offset, power, memory);
    }

    /** {@code i64.atomic.rmw.xchg} and its narrower variants. */
    public static long xchg(int address, long operand, int offset, int power, FlatMemory memory) {
        long old = loadLong(address, offset, power, memory);
        write(address, operand, offset, power, memory);
        return old;
    }

    /** {@code i32.atomic.rmw.cmpxchg} and its narrower variants. */
    public static int cmpxchg(
            int address, int expected, int replacement, int offset, int power, FlatMemory memory) {
        return (int) cmpxchg(address, (long) expected, (long) replacement, offset, power, memory);
    }

    /**
     * {@code i64.atomic.rmw.cmpxchg} and its narrower variants. They compare only the bytes that
     * they access.
     */
    public static long cmpxchg(
            int address,
            long expected,
            long replacement,
            int offset,
            int power,
            FlatMemory memory) {
        long old = loadLong(address, offset, power, memory);
        int ignored = Long.SIZE - (Byte.SIZE << power);
        if (((old ^ expected) << ignored) == 0) {
            write(address, replacement, offset, power, memory);
        }
        return old;
    }

    /** {@code memory.atomic.notify}, which never finds a waiting thread. */
    public static int notifyWaiting(
            int address, int count, int offset, int power, FlatMemory memory) {
        requireAccess(address, offset, power, memory);
        return 0;
    }

    /** {@code memory.atomic.wait32}, which traps, since no other thread could end the wait. */
    public static int waitFor(
            int address, int expected, long nanos, int offset, int power, FlatMemory memory) {
        requireAccess(address, offset, power, memory);
        throw new GuestTrapException(TrapKind.MEMORY_NOT_SHARED, null);
    }

    /** {@code memory.atomic.wait64}, which traps, since no other thread could end the wait. */
    public static int waitFor(
            int address, long expected, long nanos, int offset, int power, FlatMemory memory) {
        requireAccess(address, offset, power, memory);
        throw new GuestTrapException(TrapKind.MEMORY_NOT_SHARED, null);
    }

    /**
     * Checks alignment and bounds. As in Wasmtime, an address beyond 4 GiB is out of bounds rather
     * than unaligned.
     */
    private static void requireAccess(int address, int offset, int power, FlatMemory memory) {
        if ((address & LOW_32) + (offset & LOW_32) <= LOW_32) {
            requireAligned(address, offset, power);
        }
        read(address, offset, power, memory);
    }

    private static void requireAligned(int address, int offset, int power) {
        if (((address + offset) & ((1 << power) - 1)) != 0) {
            throw new GuestTrapException(TrapKind.UNALIGNED_ATOMIC, null);
        }
    }

    private static long read(int address, int offset, int power, FlatMemory memory) {
        byte[] data = memory.data;
        int limit = memory.limit;
        return switch (power) {
            case 0 -> BoundedAccess.load8(address, offset, data, limit) & 0xFFL;
            case 1 -> BoundedAccess.load16(address, offset, data, limit) & 0xFFFFL;
            case 2 -> BoundedAccess.load32(address, offset, data, limit) & LOW_32;
            default -> BoundedAccess.load64(address, offset, data, limit);
        };
    }

    private static void write(int address, long value, int offset, int power, FlatMemory memory) {
        byte[] data = memory.data;
        int limit = memory.limit;
        switch (power) {
            case 0 -> BoundedAccess.store8(address, (byte) value, offset, data, limit);
            case 1 -> BoundedAccess.store16(address, (short) value, offset, data, limit);
            case 2 -> BoundedAccess.store32(address, (int) value, offset, data, limit);
            default -> BoundedAccess.store64(address, value, offset, data, limit);
        }
    }
}

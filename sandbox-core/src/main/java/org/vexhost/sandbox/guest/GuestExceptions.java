package org.vexhost.sandbox.guest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.codegen.runtime.GuestException;

/**
 * The WebAssembly exceptions of one guest. Generated code calls methods of this class to create,
 * rethrow and pass exceptions. This class also records the functions that the latest exception has
 * left.
 */
public final class GuestExceptions {

    /** The host's value for a null reference. */
    private static final long NULL = -1;

    private static final GuestException[] NONE = {};

    /** The latest exception. */
    private @Nullable GuestException last;

    /** The functions that the latest exception has left, innermost first. */
    private final int[] functions = new int[GuestTrace.MAX_FUNCTIONS];

    private int left;

    /** The exceptions that are passed as numbers and have not been taken yet. */
    private @Nullable GuestException[] waiting = NONE;

    private int waitingEnd;
    private int waitingCount;

    GuestExceptions() {}

    /** Drops all exceptions that have not been taken. */
    public void clear() {
        if (waitingEnd > 0) {
            Arrays.fill(waiting, 0, waitingEnd, null);
            waitingEnd = 0;
            waitingCount = 0;
        }
        last = null;
        left = 0;
    }

    /** Returns the functions that the latest exception has left, innermost first. */
    int[] functions() {
        return Arrays.copyOf(functions, left);
    }

    private GuestException thrown(GuestException exception) {
        if (exception != last) {
            last = exception;
            left = 0;
        }
        return exception;
    }

    private void leave(int function) {
        if (left < functions.length) {
            functions[left++] = function;
        }
    }

    private long add(GuestException exception) {
        if (waitingEnd == waiting.length) {
            waiting = Arrays.copyOf(waiting, waitingEnd * 2 + 4);
        }
        waiting[waitingEnd] = exception;
        waitingCount++;
        return waitingEnd++;
    }

    private @Nullable GuestException remove(long at) {
        if (at < 0 || at >= waitingEnd) {
            return null;
        }
        GuestException taken = waiting[(int) at];
        waiting[(int) at] = null;
        if (taken != null && --waitingCount == 0) {
            waitingEnd = 0;
        }
        return taken;
    }

    // Methods for generated code.

    /** {@code throw} of an exception without a payload. */
    public static GuestException made(int tag, FlatMemory memory) {
        return memory.exceptions.thrown(new GuestException(tag));
    }

    /** {@code throw}. */
    public static GuestException made(long[] values, int tag, FlatMemory memory) {
        return memory.exceptions.thrown(new GuestException(tag, values));
    }

    /** {@code throw_ref} and {@code rethrow}. */
    public static GuestException again(@Nullable GuestException exception, FlatMemory memory) {
        if (exception == null) {
            throw new GuestTrapException(TrapKind.NULL_EXCEPTION, null);
        }
        return memory.exceptions.thrown(exception);
    }

    /** Returns the tag of an exception. */
    public static int tag(GuestException exception) {
        return exception.tag();
    }

    /** Returns a value of an exception's payload. */
    public static long value(GuestException exception, int index) {
        return exception.value(index);
    }

    /** {@code ref.is_null}. */
    public static boolean isNull(@Nullable GuestException exception) {
        return exception == null;
    }

    /** Stores an exception until it is taken, and returns the number under which it is stored. */
    public static long hand(@Nullable GuestException exception, FlatMemory memory) {
        return exception == null ? NULL : memory.exceptions.add(exception);
    }

    /** Removes a stored exception, and returns it. */
    public static @Nullable GuestException taken(long number, FlatMemory memory) {
        return memory.exceptions.remove(number);
    }

    /**
     * Records that a throwable leaves a function. An exception may leave thousands of functions one
     * after the other, so this method also checks the stop flag.
     *
     * @param fuel the remaining fuel of the function, which is recorded if the throwable is a trap
     */
    public static Throwable unwound(Throwable thrown, FlatMemory memory, int fuel, int function) {
        if (!(thrown instanceof GuestException)) {
            GuestTrace.record(thrown, memory, fuel);
            return thrown;
        }
        memory.exceptions.leave(function);
        if (memory.stopped) {
            // The fuel is already in memory, and is not that of the functions being left.
            memory.trapped = true;
            memory.gauge().check();
        }
        return thrown;
    }
}

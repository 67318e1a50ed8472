package org.vexhost.sandbox.compile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.codegen.GuestException;

/**
 * The exceptions of one guest, and what generated code calls for them: how they are made, thrown
 * again and handed on, and which functions the last one left.
 */
public final class GuestExceptions {

    /** What the host has for a null reference. */
    private static final long NULL = -1;

    private static final GuestException[] NONE = {};

    /** The exception that was thrown last. */
    private @Nullable GuestException last;

    /** The functions that it left since, innermost first. */
    private final int[] functions = new int[GuestTrace.MAX_FUNCTIONS];

    private int left;

    /** Exceptions that are passed where values are passed as longs, until they are taken. */
    private @Nullable GuestException[] waiting = NONE;

    private int waitingEnd;
    private int waitingCount;

    GuestExceptions() {}

    /** Forgets what nobody took. */
    void clear() {
        if (waitingEnd > 0) {
            Arrays.fill(waiting, 0, waitingEnd, null);
            waitingEnd = 0;
            waitingCount = 0;
        }
        last = null;
        left = 0;
    }

    /** Returns the functions that the last exception left, innermost first. */
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

    // Called by generated code.

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

    /** Returns a value of its payload. */
    public static long value(GuestException exception, int index) {
        return exception.value(index);
    }

    /** {@code ref.is_null}. */
    public static boolean isNull(@Nullable GuestException exception) {
        return exception == null;
    }

    /** Has an exception wait for whoever it is passed to, and returns its number. */
    public static long hand(@Nullable GuestException exception, FlatMemory memory) {
        return exception == null ? NULL : memory.exceptions.add(exception);
    }

    /** Takes an exception by its number. */
    public static @Nullable GuestException taken(long number, FlatMemory memory) {
        return memory.exceptions.remove(number);
    }

    /**
     * Takes note that something thrown leaves a function. An exception may leave thousands of them
     * in a row, so the stop flag is looked at here too.
     *
     * @param fuel what is left, if it is a trap
     */
    public static Throwable unwound(Throwable thrown, FlatMemory memory, int fuel, int function) {
        if (!(thrown instanceof GuestException)) {
            return GuestOps.trapped(thrown, memory, fuel);
        }
        memory.exceptions.leave(function);
        if (memory.stopped) {
            // The fuel is in memory already, and is not that of the functions that are left.
            memory.trapped = true;
            memory.gauge().check();
        }
        return thrown;
    }
}

package org.vexhost.sandbox.guest;

import com.dylibso.chicory.wasm.ChicoryException;
import java.lang.StackWalker.StackFrame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The functions that were active when a guest trapped, innermost first. A trace is created only for
 * a trap, from the names of the generated methods on the stack. Its length is limited. A method is
 * also generated for an interpreted function, and compiled code calls it through that method.
 * Functions that are called inside the interpreter do not appear.
 */
public final class GuestTrace {

    /** The maximum number of functions: 16. */
    static final int MAX_FUNCTIONS = 16;

    /**
     * The maximum number of Java frames that are examined. The interpreter needs several frames per
     * function.
     */
    private static final int MAX_JAVA_FRAMES = 500;

    private static final String FUNCTION = "func_";

    private int[] functions = {};

    public GuestTrace() {}

    /**
     * Records that a throwable has ended the guest; only the first call for a guest has an effect.
     *
     * @param left the remaining fuel of the function that was left first
     */
    public static void record(Throwable thrown, FlatMemory memory, int left) {
        if (!memory.trapped) {
            memory.trapped = true;
            memory.fuel = left;
            memory.trace = of(thrown);
        }
    }

    /**
     * Returns the active functions from the stack of this thread if the throwable is a trap of the
     * guest, or null.
     */
    public static @Nullable GuestTrace of(Throwable thrown) {
        if (!isTrap(thrown)) {
            return null;
        }
        GuestTrace trace = new GuestTrace();
        trace.functions =
                StackWalker.getInstance()
                        .walk(
                                frames ->
                                        frames.limit(MAX_JAVA_FRAMES)
                                                .filter(GuestTrace::isGuest)
                                                .limit(MAX_FUNCTIONS)
                                                .mapToInt(GuestTrace::function)
                                                .toArray());
        return trace;
    }

    /**
     * Returns whether a throwable is a trap that a trace can explain. Exits, exhausted fuel and
     * stops are not faults of a certain function. After a real stack overflow, there is no room to
     * examine the stack.
     */
    private static boolean isTrap(Throwable thrown) {
        return thrown instanceof GuestTrapException
                || thrown instanceof IndexOutOfBoundsException
                || thrown instanceof ArithmeticException
                || thrown instanceof ChicoryException;
    }

    private static boolean isGuest(StackFrame frame) {
        return frame.getMethodName().startsWith(FUNCTION);
    }

    private static int function(StackFrame frame) {
        String method = frame.getMethodName();
        return Integer.parseInt(method, FUNCTION.length(), method.length(), 10);
    }

    /** Adds the caller of the function that was added last. */
    public void add(int function) {
        if (functions.length < MAX_FUNCTIONS) {
            functions = Arrays.copyOf(functions, functions.length + 1);
            functions[functions.length - 1] = function;
        }
    }

    /** Returns the indexes of the functions, imported ones included, innermost first. */
    int[] functions() {
        return functions.clone();
    }
}

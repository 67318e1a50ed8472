package org.vexhost.sandbox.compile;

import com.dylibso.chicory.wasm.ChicoryException;
import java.lang.StackWalker.StackFrame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The functions that were active when a guest trapped, innermost first. The trace is taken only for
 * a trap, from the names of the generated methods. Its length is bounded. An interpreted function
 * that is called from compiled code also has such a method. Functions that it calls inside the
 * interpreter do not appear.
 */
final class GuestTrace {

    /** The maximum number of functions: 16. */
    static final int MAX_FUNCTIONS = 16;

    /**
     * The maximum number of Java frames that are examined; the interpreter has several frames per
     * function.
     */
    private static final int MAX_JAVA_FRAMES = 500;

    private static final String FUNCTION = "func_";

    private int[] functions = {};

    GuestTrace() {}

    /** Examines the stack of this thread if the throwable is a trap of the guest. */
    static @Nullable GuestTrace of(Throwable thrown) {
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
     * Exits, exhausted fuel and stops are not faults at a place. After a real stack overflow there
     * is no room to examine the stack.
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

    /** Adds the caller of the last function. */
    void add(int function) {
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

package org.vexhost.sandbox.compile;

import com.dylibso.chicory.wasm.ChicoryException;
import java.lang.StackWalker.StackFrame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which functions were active when a guest trapped, innermost first. Taken on the way of a trap
 * only, from the names of the generated methods, and bounded. An interpreted function that compiled
 * code called has such a method too; those that it calls in the interpreter are not seen.
 */
final class GuestTrace {

    /** How many functions are kept: 16. */
    static final int MAX_FUNCTIONS = 16;

    /** Frames of Java that are looked at; the interpreter has several for one function. */
    private static final int MAX_JAVA_FRAMES = 500;

    private static final String FUNCTION = "func_";

    private int[] functions = {};

    GuestTrace() {}

    /** Looks at the stack of this thread, if what was thrown is a trap of the guest. */
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

    /** Exits, fuel and stops are no faults of a place; a real overflow leaves no room to look. */
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

    /** Adds the caller of the last one. */
    void add(int function) {
        if (functions.length < MAX_FUNCTIONS) {
            functions = Arrays.copyOf(functions, functions.length + 1);
            functions[functions.length - 1] = function;
        }
    }

    /** The indexes of the functions, imported ones counted, innermost first. */
    int[] functions() {
        return functions.clone();
    }
}

package org.vexhost.sandbox.guest;

import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.ChicoryException;
import java.util.Locale;
import org.vexhost.sandbox.codegen.runtime.GuestException;

/** Translates exceptions of Chicory and the JVM to those of this package. */
final class Traps {

    private Traps() {}

    /**
     * Returns the exception for the caller of a guest: a trap if the guest caused it, or the
     * original exception if the host did.
     */
    static RuntimeException translate(Throwable thrown, FlatMemory memory) {
        RuntimeException translated = kindOf(thrown, memory);
        if (translated instanceof GuestTrapException trap) {
            GuestTrace trace = memory.trace;
            int[] functions = trace == null ? new int[0] : trace.functions();
            trap.setCircumstances(
                    thrown instanceof GuestException ? memory.exceptions.functions() : functions,
                    memory.isGrowthRefused());
        }
        return translated;
    }

    private static RuntimeException kindOf(Throwable thrown, FlatMemory memory) {
        if (thrown instanceof GuestTrapException trap) {
            return trap.kind() == TrapKind.UNREACHABLE && memory.depth < 0
                    ? new GuestTrapException(TrapKind.CALL_DEPTH, null)
                    : trap;
        }
        if (thrown instanceof GuestException exception) {
            return GuestTrapException.uncaught(exception);
        }
        if (thrown instanceof StackOverflowError) {
            return new GuestTrapException(TrapKind.CALL_DEPTH, null);
        }
        if (thrown instanceof IndexOutOfBoundsException) {
            return new GuestTrapException(TrapKind.MEMORY_OUT_OF_BOUNDS, null);
        }
        if (thrown instanceof ArithmeticException) {
            return new GuestTrapException(TrapKind.DIVIDE_BY_ZERO, null);
        }
        if (thrown instanceof ChicoryException) {
            TrapKind kind = kind(thrown);
            return kind == TrapKind.UNREACHABLE && memory.depth < 0
                    ? new GuestTrapException(TrapKind.CALL_DEPTH, null)
                    : new GuestTrapException(kind, thrown);
        }
        if (thrown instanceof RuntimeException runtime) {
            return runtime;
        }
        throw (Error) thrown;
    }

    private static TrapKind kind(Throwable thrown) {
        String text = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
        if (thrown instanceof TrapException) {
            return text.contains("unreachable") ? TrapKind.UNREACHABLE : TrapKind.OTHER;
        }
        if (text.contains("call stack exhausted")) {
            return TrapKind.CALL_DEPTH;
        }
        for (TrapKind kind : TrapKind.values()) {
            if (kind != TrapKind.OTHER && text.contains(kind.text())) {
                return kind;
            }
        }
        return TrapKind.OTHER;
    }
}

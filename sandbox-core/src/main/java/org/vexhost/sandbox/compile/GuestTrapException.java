package org.vexhost.sandbox.compile;

import java.io.Serial;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.codegen.GuestException;

/** A guest trapped. Its instance is of no further use. */
public final class GuestTrapException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** What happened. */
    private final TrapKind kind;

    /** The functions that were active, innermost first. */
    private int[] functions = {};

    /** The tag of the exception that nobody caught, or -1. */
    private int tag = -1;

    /** Whether the guest was refused memory before. */
    private boolean growthRefused;

    /**
     * Makes an exception without a stack trace.
     *
     * @param kind what happened
     * @param cause what the engine threw, if anything
     */
    public GuestTrapException(TrapKind kind, @Nullable Throwable cause) {
        super(kind.text(), cause, false, false);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** Makes the trap that an exception is which no function of the guest catches. */
    static GuestTrapException uncaught(GuestException exception) {
        GuestTrapException trap = new GuestTrapException(TrapKind.UNCAUGHT_EXCEPTION, null);
        trap.tag = exception.tag();
        return trap;
    }

    /** Returns the index of the tag of the exception that no function caught, if it was that. */
    public OptionalInt tag() {
        return tag < 0 ? OptionalInt.empty() : OptionalInt.of(tag);
    }

    /** Takes note of where, and of the memory. */
    void setCircumstances(int[] active, boolean isGrowthRefused) {
        functions = active;
        growthRefused = isGrowthRefused;
    }

    /** Returns whether the guest wanted more than {@code maxMemoryBytes} before, in vain. */
    public boolean isGrowthRefused() {
        return growthRefused;
    }

    /**
     * Returns the indexes of the functions that were active, innermost first, imported ones
     * counted; no more than 16, and none where they are not known.
     */
    public int[] functions() {
        return functions.clone();
    }

    /** Returns what happened. */
    public TrapKind kind() {
        return kind;
    }
}

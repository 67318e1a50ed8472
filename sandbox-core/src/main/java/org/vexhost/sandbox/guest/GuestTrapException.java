package org.vexhost.sandbox.guest;

import java.io.Serial;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.codegen.runtime.GuestException;

/** Thrown if a guest traps. The instance cannot be used afterwards. */
public final class GuestTrapException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** The kind of the trap. */
    private final TrapKind kind;

    /** The functions that were active, innermost first. */
    private int[] functions = {};

    /** The tag of the uncaught exception, or -1. */
    private int tag = -1;

    /** Whether the guest had failed to grow its memory before it trapped. */
    private boolean growthRefused;

    /**
     * Creates an exception without a stack trace.
     *
     * @param kind the kind of the trap
     * @param cause the exception of the engine, if there is one
     */
    public GuestTrapException(TrapKind kind, @Nullable Throwable cause) {
        super(kind.text(), cause, false, false);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** Creates the trap for an exception that no function of the guest catches. */
    static GuestTrapException uncaught(GuestException exception) {
        GuestTrapException trap = new GuestTrapException(TrapKind.UNCAUGHT_EXCEPTION, null);
        trap.tag = exception.tag();
        return trap;
    }

    /**
     * Returns the index of the tag of the uncaught exception; empty if the trap has another reason.
     */
    public OptionalInt tag() {
        return tag < 0 ? OptionalInt.empty() : OptionalInt.of(tag);
    }

    /** Records the active functions and whether growing failed. */
    void setCircumstances(int[] active, boolean isGrowthRefused) {
        functions = active;
        growthRefused = isGrowthRefused;
    }

    /**
     * Returns whether the guest had failed to grow its memory because of {@code maxMemoryBytes}
     * before it trapped.
     */
    public boolean isGrowthRefused() {
        return growthRefused;
    }

    /**
     * Returns the indexes of the active functions, innermost first, imported ones included. There
     * are at most 16 of them, and none if they are unknown.
     */
    public int[] functions() {
        return functions.clone();
    }

    /** Returns the kind of the trap. */
    public TrapKind kind() {
        return kind;
    }
}

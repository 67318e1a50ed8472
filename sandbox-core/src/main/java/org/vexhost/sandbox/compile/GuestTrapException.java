package org.vexhost.sandbox.compile;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A guest trapped. Its instance is of no further use. */
public final class GuestTrapException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** What happened. */
    private final TrapKind kind;

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

    /** Returns what happened. */
    public TrapKind kind() {
        return kind;
    }
}

package org.vexhost.loader.deploy.version;

import java.util.Objects;

/** Thrown if a tool cannot be deployed. The message is a lower-case fact and safe to print. */
public final class ToolRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Cause kind;

    /** The kind of cause of a rejection. */
    public enum Cause {
        /** The tool itself; only another artifact can solve the problem. */
        TOOL,
        /** A temporary condition of the host; a retry may succeed. */
        HOST,
        /**
         * The tool needs more memory or time than this host has; only another artifact can solve
         * the problem.
         */
        EFFORT,
        /** Another artifact owns the name; a retry may succeed after the name is released. */
        NAME_TAKEN
    }

    /** Creates an exception without a cause. */
    public ToolRejectedException(Cause kind, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** Creates an exception with a cause. */
    public ToolRejectedException(Cause kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** Returns the kind of cause. */
    public Cause kind() {
        return kind;
    }
}

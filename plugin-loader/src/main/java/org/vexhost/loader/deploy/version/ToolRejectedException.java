package org.vexhost.loader.deploy.version;

import java.util.Objects;

/** Thrown if a tool cannot be deployed. The message is a lower-case fact and safe to print. */
public final class ToolRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Cause kind;

    /** The cause of the rejection. */
    public enum Cause {
        /** The tool itself; only another artifact can help. */
        TOOL,
        /** A temporary condition of the host; another try may succeed. */
        HOST,
        /**
         * The tool needs more memory or time than this host has; only another artifact can help.
         */
        EFFORT,
        /** Another artifact owns the name; another try may succeed when it is released. */
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

    /** Returns the cause of the rejection. */
    public Cause kind() {
        return kind;
    }
}

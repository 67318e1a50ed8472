package org.vexhost.loader.deploy.version;

import java.util.Objects;

/** A tool that is not deployed; the message is a lower-case fact and safe to print. */
public final class ToolRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Cause kind;

    /** Whose fault it is. */
    public enum Cause {
        /** The tool's: only another artifact changes it. */
        TOOL,
        /** The host's, at this moment: worth another try. */
        HOST,
        /** It takes more memory or time than this host has: only another artifact changes it. */
        EFFORT,
        /** Another artifact has the name: worth another try when that goes. */
        NAME_TAKEN
    }

    /** Without a cause. */
    public ToolRejectedException(Cause kind, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** With what led to it. */
    public ToolRejectedException(Cause kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** Whose fault it is. */
    public Cause kind() {
        return kind;
    }
}

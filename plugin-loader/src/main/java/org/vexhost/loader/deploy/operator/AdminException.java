package org.vexhost.loader.deploy.operator;

import java.util.Objects;
import org.vexhost.api.admin.AdministrationException.Reason;

/** An operator's command that cannot be done; the message says why and is safe to print. */
public final class AdminException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** A request that is not acceptable. */
    public AdminException(String message) {
        this(Reason.INVALID, message);
    }

    /** The host failed to do it. */
    public AdminException(String message, Throwable cause) {
        super(message, cause);
        this.reason = Reason.FAILED;
    }

    /** Without a cause. */
    public AdminException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** What kind of obstacle it was. */
    public Reason reason() {
        return reason;
    }
}

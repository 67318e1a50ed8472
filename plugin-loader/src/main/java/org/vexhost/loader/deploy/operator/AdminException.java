package org.vexhost.loader.deploy.operator;

import java.util.Objects;
import org.vexhost.api.admin.AdministrationException.Reason;

/**
 * Thrown if an operator's command cannot be performed. The message gives the reason and is safe to
 * print.
 */
public final class AdminException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Creates an exception for an unacceptable request. */
    public AdminException(String message) {
        this(Reason.INVALID, message);
    }

    /** Creates an exception for a failure of the host. */
    public AdminException(String message, Throwable cause) {
        super(message, cause);
        this.reason = Reason.FAILED;
    }

    /** Creates an exception without a cause. */
    public AdminException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns the kind of reason. */
    public Reason reason() {
        return reason;
    }
}

package org.vexhost.sandbox.instantiate;

import java.io.Serial;

/**
 * Thrown if a host function threw an unexpected exception. It is a failure of the host, not of the
 * guest.
 */
final class HostFailureException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    HostFailureException(String function, Throwable cause) {
        super("host function '" + function + "' failed", cause, false, false);
    }
}

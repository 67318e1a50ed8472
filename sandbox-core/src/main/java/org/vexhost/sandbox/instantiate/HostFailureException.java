package org.vexhost.sandbox.instantiate;

import java.io.Serial;

/** A host function threw what it must not: the host's fault, not the guest's. */
final class HostFailureException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    HostFailureException(String function, Throwable cause) {
        super("host function '" + function + "' failed", cause, false, false);
    }
}

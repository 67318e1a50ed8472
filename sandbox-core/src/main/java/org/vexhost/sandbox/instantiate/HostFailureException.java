package org.vexhost.sandbox.instantiate;

import java.io.Serial;

/** A host function threw an unexpected exception: the host failed, not the guest. */
final class HostFailureException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    HostFailureException(String function, Throwable cause) {
        super("host function '" + function + "' failed", cause, false, false);
    }
}

package org.vexhost.distribution.host;

import java.io.IOException;

/** Thrown when a file is not read because users other than the host's can change it. */
public final class UntrustedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception whose message contains the reason and advice. */
    public UntrustedFileException(String message) {
        super(message);
    }
}

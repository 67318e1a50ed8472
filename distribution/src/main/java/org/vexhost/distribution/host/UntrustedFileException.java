package org.vexhost.distribution.host;

import java.io.IOException;

/** A file is not read, because other users than the host's can change it. */
public final class UntrustedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with the reason and advice. */
    public UntrustedFileException(String message) {
        super(message);
    }
}

package org.vexhost.distribution.host;

import java.io.IOException;

/** A file is not read, because others than the host's user can change it. */
public final class UntrustedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /** With the reason, and what to do. */
    public UntrustedFileException(String message) {
        super(message);
    }
}

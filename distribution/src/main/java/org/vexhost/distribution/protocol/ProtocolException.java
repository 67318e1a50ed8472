package org.vexhost.distribution.protocol;

import java.io.IOException;

/** Thrown when the other side sends something that the protocol does not allow. */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message. */
    public ProtocolException(String message) {
        super(message);
    }
}

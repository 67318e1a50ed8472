package org.vexhost.distribution.protocol;

import java.io.IOException;

/** The other side said something that is not of the protocol. */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public ProtocolException(String message) {
        super(message);
    }
}

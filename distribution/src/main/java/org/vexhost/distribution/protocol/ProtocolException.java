package org.vexhost.distribution.protocol;

import java.io.IOException;

/** The other side sent something that the protocol does not allow. */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with the problem. */
    public ProtocolException(String message) {
        super(message);
    }
}

package org.vexhost.loader.work;

import java.io.IOException;

/** Work that did not return in time: its thread is left behind. The message is safe to print. */
public final class HungException extends IOException {

    private static final long serialVersionUID = 1L;

    /** With a lower-case fact. */
    public HungException(String message) {
        super(message);
    }
}

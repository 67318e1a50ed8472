package org.vexhost.sandbox.run;

import java.io.Serial;

/** All threads are in use, and there may be no more of them; or they are gone for good. */
public final class NoThreadException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    /** Names the limit. */
    NoThreadException(String message) {
        super(message);
    }
}

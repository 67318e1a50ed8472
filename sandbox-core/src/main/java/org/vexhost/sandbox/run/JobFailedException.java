package org.vexhost.sandbox.run;

import java.io.Serial;
import java.util.Objects;

/** A job threw an exception. It has no stack trace of its own. */
public final class JobFailedException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final Throwable thrown;

    JobFailedException(Throwable thrown) {
        super(null, thrown, false, false);
        this.thrown = Objects.requireNonNull(thrown, "thrown");
    }

    /** Returns the exception of the job. */
    public Throwable thrown() {
        return thrown;
    }
}

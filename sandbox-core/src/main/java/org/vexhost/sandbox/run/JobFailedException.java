package org.vexhost.sandbox.run;

import java.io.Serial;
import java.util.Objects;

/**
 * Thrown to the caller of a job that threw an exception, or did not start because it would have had
 * to stop immediately. It has no stack trace of its own.
 */
public final class JobFailedException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final Throwable thrown;

    JobFailedException(Throwable thrown) {
        super(null, thrown, false, false);
        this.thrown = Objects.requireNonNull(thrown, "thrown");
    }

    /** Returns the exception that the job threw; if it did not start, why it had to stop. */
    public Throwable thrown() {
        return thrown;
    }
}

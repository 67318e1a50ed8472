package org.vexhost.distribution.admin.shell;

/** Thrown when a script that another script ran has failed. The message names the place. */
final class ScriptFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    ScriptFailure(Failure failure) {
        super(failure.text());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}

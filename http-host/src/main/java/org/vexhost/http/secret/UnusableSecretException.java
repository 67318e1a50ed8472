package org.vexhost.http.secret;

/** A secret that cannot be used. The message is for the operator, and never holds the value. */
final class UnusableSecretException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableSecretException(String message) {
        super(message);
    }
}

package org.vexhost.http.secret;

/**
 * Thrown if a secret cannot be used. The message is for the operator. It never contains the value.
 */
final class UnusableSecretException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableSecretException(String message) {
        super(message);
    }
}

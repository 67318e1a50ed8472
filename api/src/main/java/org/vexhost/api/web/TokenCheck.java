package org.vexhost.api.web;

import java.util.Objects;

/**
 * Checks the tokens with which callers sign in. It is an OSGi service of the module that
 * authenticates callers. Failed checks are counted by address, together with the failures of all
 * other requests. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface TokenCheck {

    /**
     * Checks a token.
     *
     * @param token the token, of any length and with any contents
     * @param address the address of the client that sent the token; printable
     */
    Outcome check(String token, String address);

    /** The outcome of a check. */
    sealed interface Outcome {}

    /**
     * The token belongs to a configured caller.
     *
     * @param caller the caller, signed in
     */
    record Known(SignedInCaller caller) implements Outcome {
        /** Checks that nothing is null. */
        public Known {
            Objects.requireNonNull(caller, "caller");
        }
    }

    /** The token does not belong to any caller. */
    record Unknown() implements Outcome {}

    /**
     * Too many checks from this address have failed. The token was not checked.
     *
     * @param seconds the time until the address may try again, in seconds
     */
    record Throttled(long seconds) implements Outcome {}
}

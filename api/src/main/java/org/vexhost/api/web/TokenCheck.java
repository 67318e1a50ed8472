package org.vexhost.api.web;

import java.util.Objects;

/**
 * Recognises callers by what they type: an OSGi service of the module that knows the configured
 * callers. Failures are counted by address, together with those of all other requests. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface TokenCheck {

    /**
     * Looks at a token.
     *
     * @param token of any length and content
     * @param address where it comes from; printable
     */
    Outcome check(String token, String address);

    /** What came of it. */
    sealed interface Outcome {}

    /**
     * It is a configured caller's.
     *
     * @param caller which one's
     */
    record Known(SignedInCaller caller) implements Outcome {
        /** Checks that nothing is null. */
        public Known {
            Objects.requireNonNull(caller, "caller");
        }
    }

    /** It is nobody's. */
    record Unknown() implements Outcome {}

    /**
     * The address showed too much that is nobody's; the token was not looked at.
     *
     * @param seconds when it may show something again
     */
    record Throttled(long seconds) implements Outcome {}
}

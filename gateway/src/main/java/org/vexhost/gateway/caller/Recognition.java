package org.vexhost.gateway.caller;

/** The result of checking credentials. */
public sealed interface Recognition {

    /** The credentials belong to a caller that the operator configured. */
    record Known(CallerAccess access) implements Recognition {}

    /** The request has no credentials. */
    record Nothing() implements Recognition {}

    /** The credentials do not belong to any caller. */
    record Refused() implements Recognition {}

    /**
     * The address sent too many credentials that do not belong to any caller.
     *
     * @param seconds seconds until the address may try again
     */
    record TooMany(long seconds) implements Recognition {}
}

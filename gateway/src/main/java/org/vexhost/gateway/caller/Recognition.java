package org.vexhost.gateway.caller;

/** What came of looking at credentials. */
public sealed interface Recognition {

    /** It is a caller that the operator configured. */
    record Known(CallerAccess access) implements Recognition {}

    /** Nothing was shown. */
    record Nothing() implements Recognition {}

    /** Something was shown that is good for no caller. */
    record Refused() implements Recognition {}

    /**
     * The address showed too much that is good for no caller.
     *
     * @param seconds when it may show something again
     */
    record TooMany(long seconds) implements Recognition {}
}

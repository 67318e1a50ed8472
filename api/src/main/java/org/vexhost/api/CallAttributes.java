package org.vexhost.api;

import java.util.regex.Pattern;

/** Checks the names of the attributes of calls and callers. */
final class CallAttributes {

    private static final Pattern KEY = Pattern.compile("[a-z0-9._-]{1,64}");

    private CallAttributes() {}

    static void requireKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "name of an attribute does not match %s [%s]"
                            .formatted(KEY.pattern(), MessageText.quote(key)));
        }
    }
}

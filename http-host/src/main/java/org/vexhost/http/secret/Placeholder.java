package org.vexhost.http.secret;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds placeholders in texts. A placeholder represents a secret in the guest; {@code
 * CallContext.placeholder} creates it.
 */
final class Placeholder {

    private static final String START = "vexsecret_";
    private static final Pattern FORM = Pattern.compile(START + "[0-9a-f]{32}");

    private Placeholder() {}

    /** Finds texts that look like a placeholder. */
    static Matcher in(String text) {
        return FORM.matcher(text);
    }

    /** Returns whether a text contains one of the placeholders. */
    static boolean isAnyIn(String text, Set<String> placeholders) {
        for (int at = text.indexOf(START); at >= 0; at = text.indexOf(START, at + 1)) {
            int end = at + START.length() + 32;
            if (end <= text.length() && placeholders.contains(text.substring(at, end))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a body contains one of the placeholders. */
    static boolean isAnyIn(byte[] body, Set<String> placeholders) {
        return !placeholders.isEmpty()
                && isAnyIn(new String(body, StandardCharsets.ISO_8859_1), placeholders);
    }
}

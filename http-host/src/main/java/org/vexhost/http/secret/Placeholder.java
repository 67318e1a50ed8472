package org.vexhost.http.secret;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of what stands for a secret in a guest; {@code CallContext.placeholder} makes them. */
final class Placeholder {

    private static final String START = "vexsecret_";
    private static final Pattern FORM = Pattern.compile(START + "[0-9a-f]{32}");

    private Placeholder() {}

    /** Finds what looks like one. */
    static Matcher in(String text) {
        return FORM.matcher(text);
    }

    /** Whether one of these is in a text. */
    static boolean isAnyIn(String text, Set<String> placeholders) {
        for (int at = text.indexOf(START); at >= 0; at = text.indexOf(START, at + 1)) {
            int end = at + START.length() + 32;
            if (end <= text.length() && placeholders.contains(text.substring(at, end))) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of these is in a body. */
    static boolean isAnyIn(byte[] body, Set<String> placeholders) {
        return !placeholders.isEmpty()
                && isAnyIn(new String(body, StandardCharsets.ISO_8859_1), placeholders);
    }
}

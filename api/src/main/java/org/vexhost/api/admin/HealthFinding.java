package org.vexhost.api.admin;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Something that is not as it should be.
 *
 * @param severity whether calls should go elsewhere
 * @param part what it is about, matches {@code [a-z][a-z0-9-]{0,31}}, for example {@code tools}
 * @param text what is wrong, one line that anybody may read: no path, no address, no name of a
 *     caller; safe to print
 * @since 1.0
 */
public record HealthFinding(Severity severity, String part, String text) {

    private static final Pattern PART = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** How bad it is. */
    public enum Severity {
        /** The host does not take calls now. */
        NOT_READY,
        /** The host is still serving, and an operator should look at it. */
        WARNING
    }

    /**
     * Checks the fields.
     *
     * @throws IllegalArgumentException if the part is not as documented
     */
    public HealthFinding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(text, "text");
        if (!PART.matcher(part).matches()) {
            throw new IllegalArgumentException("part does not match " + PART.pattern());
        }
    }

    /** That calls should go elsewhere. */
    public static HealthFinding notReady(String part, String text) {
        return new HealthFinding(Severity.NOT_READY, part, text);
    }

    /** That an operator should look. */
    public static HealthFinding warning(String part, String text) {
        return new HealthFinding(Severity.WARNING, part, text);
    }

    /** Whether the host does not take calls. */
    public boolean isNotReady() {
        return severity == Severity.NOT_READY;
    }

    /** One line, for example {@code not ready: tools: starting}. */
    public String line() {
        return "%s: %s: %s"
                .formatted(severity.name().toLowerCase(Locale.ROOT).replace('_', ' '), part, text);
    }
}

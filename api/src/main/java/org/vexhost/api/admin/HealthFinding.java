package org.vexhost.api.admin;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A problem that a health check found.
 *
 * @param severity the severity, which tells whether calls should go to another host
 * @param part the part of the host that has the problem, for example {@code tools}; matches {@code
 *     [a-z][a-z0-9-]{0,31}}
 * @param text the problem in one line; safe to print. Anybody may read it, so it must not contain
 *     paths, addresses or names of callers
 * @since 1.0
 */
public record HealthFinding(Severity severity, String part, String text) {

    private static final Pattern PART = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** The severity of a finding. */
    public enum Severity {
        /** The host cannot take calls now. */
        NOT_READY,
        /** The host is still serving, but an operator should look at it. */
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

    /** Returns a finding with the severity {@link Severity#NOT_READY}. */
    public static HealthFinding notReady(String part, String text) {
        return new HealthFinding(Severity.NOT_READY, part, text);
    }

    /** Returns a finding with the severity {@link Severity#WARNING}. */
    public static HealthFinding warning(String part, String text) {
        return new HealthFinding(Severity.WARNING, part, text);
    }

    /** Returns whether the host cannot take calls because of this finding. */
    public boolean isNotReady() {
        return severity == Severity.NOT_READY;
    }

    /** Returns the finding in one line, for example {@code not ready: tools: starting}. */
    public String line() {
        return "%s: %s: %s"
                .formatted(severity.name().toLowerCase(Locale.ROOT).replace('_', ' '), part, text);
    }
}

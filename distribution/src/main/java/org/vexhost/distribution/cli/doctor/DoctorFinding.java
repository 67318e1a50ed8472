package org.vexhost.distribution.cli.doctor;

import java.util.Locale;
import org.vexhost.distribution.cli.terminal.TerminalEscapes;

/**
 * One result of a check.
 *
 * @param part the checked part, one word
 * @param what a fact, in lower case
 * @param where a file, a folder, a setting or a variable; empty for the machine as a whole
 * @param advice what to do; empty if there is nothing to do
 */
record DoctorFinding(Severity severity, String part, String what, String where, String advice) {

    /** How bad a finding is. */
    enum Severity {
        /** Nothing is wrong. */
        OK,
        /** A host works, and may get into trouble later. */
        WARNING,
        /** A host does not start, or does not do all that it should. */
        PROBLEM
    }

    static DoctorFinding ok(String part, String what, String where) {
        return new DoctorFinding(Severity.OK, part, what, where, "");
    }

    static DoctorFinding warning(String part, String what, String where, String advice) {
        return new DoctorFinding(Severity.WARNING, part, what, where, advice);
    }

    static DoctorFinding problem(String part, String what, String where, String advice) {
        return new DoctorFinding(Severity.PROBLEM, part, what, where, advice);
    }

    /** One line, for example {@code problem: disk: 3 MiB are free ['/srv']; delete …}. */
    String line() {
        String place = where.isEmpty() ? "" : " ['" + where + "']";
        return TerminalEscapes.escape(
                "%s: %s: %s%s%s"
                        .formatted(
                                name(), part, what, place, advice.isEmpty() ? "" : "; " + advice));
    }

    /** A JSON object in one line. */
    String json() {
        return "{\"severity\":%s,\"part\":%s,\"what\":%s,\"where\":%s,\"advice\":%s}"
                .formatted(quote(name()), quote(part), quote(what), quote(where), quote(advice));
    }

    private String name() {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static String quote(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
        return '"' + TerminalEscapes.escape(escaped) + '"';
    }
}

package org.vexhost.distribution.cli.doctor;

import java.util.Locale;
import org.vexhost.distribution.cli.terminal.TerminalEscapes;

/**
 * One result of a check.
 *
 * @param part the checked part, in one word
 * @param what the fact that was found, in lower case
 * @param where the file, folder, setting or variable concerned; empty for the machine as a whole
 * @param advice what the operator should do; empty if nothing
 */
record DoctorFinding(Severity severity, String part, String what, String where, String advice) {

    /** The severity of a finding. */
    enum Severity {
        /** Nothing is wrong. */
        OK,
        /** A host works now, but problems are likely later. */
        WARNING,
        /** A host does not start, or part of it does not work. */
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

    /** Returns one line, for example {@code problem: disk: 3 MiB are free ['/srv']; delete …}. */
    String line() {
        String place = where.isEmpty() ? "" : " ['" + where + "']";
        return TerminalEscapes.escape(
                "%s: %s: %s%s%s"
                        .formatted(
                                name(), part, what, place, advice.isEmpty() ? "" : "; " + advice));
    }

    /** Returns a JSON object in one line. */
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

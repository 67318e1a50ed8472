package org.vexhost.distribution.cli.support;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Extracts the lines of logs that cannot contain arguments, results, or text from tools and other
 * bundles. Of other lines with a known format, only the beginning is kept. All remaining lines are
 * left out and counted.
 */
final class LogExtract {

    private static final String LEFT_OUT = TextRedaction.LEFT_OUT;

    /** A line of the host's log: time, level, thread, logger and message. */
    private static final Pattern EVENT =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\dT\\S{1,40} ([A-Z]{4,5}) +\\[.{0,200}?\\] (\\S{1,200}) - )(.*)");

    private static final Pattern LEVEL = Pattern.compile("ERROR|WARN|INFO");

    /** The loggers of the host and of its libraries. */
    private static final Pattern HOST =
            Pattern.compile(
                    "org\\.vexhost\\..*|org\\.apache\\.(?:felix|aries)\\..*|org\\.eclipse\\.jetty\\..*|org\\.osgi\\..*");

    /** The loggers of host parts whose messages may quote text from a tool or a caller. */
    private static final Pattern CALLS =
            Pattern.compile("org\\.vexhost\\.(?:loader\\.execute|gateway\\.mcp)\\..*");

    /** The loggers of host parts whose exceptions may name what a tool or a caller asked for. */
    private static final Pattern GUESTS =
            Pattern.compile("org\\.vexhost\\.(?:loader\\.execute|gateway|sandbox|wasi|http)\\..*");

    /** The beginning of a message about a settings file. The rest may quote the file's content. */
    private static final Pattern SETTINGS = Pattern.compile("(.{0,300}?\\.cfg\\b['\"]?).*");

    /** The separator with which the host joins the lines of a stack trace. */
    private static final Pattern JOINT = Pattern.compile(" \\| ");

    private static final String CLASS = "[\\w.$]{1,200}";
    private static final Pattern FRAME =
            Pattern.compile("[\\w.$/@<>-]{1,300}\\([\\w.$ :<>-]{0,200}\\)(?: .{0,200})?");
    private static final Pattern EXCEPTION =
            Pattern.compile("(" + CLASS + "(?:Exception|Error|Throwable))(: .*)?");

    /** Exceptions whose messages contain only file names and addresses. */
    private static final Pattern SYSTEM_EXCEPTION =
            Pattern.compile("java\\.(?:io|net|nio)\\..*|java\\.lang\\.\\w*Error");

    /** Lines that the JVM and the host print, except lines with command-line options. */
    private static final Pattern CONSOLE =
            Pattern.compile(
                    "vexhost: .*|vexhost \\S+ is ready on .*"
                            + "|#|# (?: SIG|A fatal error|There is insufficient|Native memory|An error"
                            + " report|JRE version|Java VM|Problematic frame).*"
                            + "|(?:OpenJDK|Java HotSpot\\(TM\\)) .* warning: .*"
                            + "|\\[\\d[^\\]]*\\]\\[(?:error|warning).*"
                            + "|Full thread dump .*|\"[^\"]*\" #\\d+ .*| {3}java\\.lang\\.Thread\\.State: .*"
                            + "|\\s+at "
                            + FRAME.pattern()
                            + "|\\s+- (?:locked|waiting|parking|eliminated) .*");

    private static final Pattern AUDIT =
            Pattern.compile("\\{\"seq\":\\d+,\"time\":\"[^\"]*\",\"prev\":\"[0-9a-f]{64}\",.*\\}");

    private LogExtract() {}

    /** Returns an extract of {@code vexhost.log}. */
    static String ofHost(String log) {
        return extract(log, LogExtract::event);
    }

    /** Returns an extract of the console output of a host. */
    static String ofConsole(String log) {
        return extract(
                log,
                line -> {
                    Matcher exception =
                            EXCEPTION.matcher(
                                    line.replaceFirst(
                                            "^(?:Exception in thread \"[^\"]*\"|Caused by:) ", ""));
                    if (exception.matches()) {
                        return exception(exception);
                    }
                    return CONSOLE.matcher(line).matches() ? line : LEFT_OUT;
                });
    }

    /**
     * Returns an extract of {@code audit.log}: the lines in the host's own format, which have no
     * secrets.
     */
    static String ofAudit(String log) {
        return extract(log, line -> AUDIT.matcher(line).matches() ? line : LEFT_OUT);
    }

    /** Returns the part of a line that is kept. */
    private interface Keeper {
        String keep(String line);
    }

    private static String extract(String log, Keeper keeper) {
        StringBuilder text = new StringBuilder(log.length());
        int left = 0;
        for (String line : log.lines().toList()) {
            String kept = keeper.keep(line);
            if (kept.equals(LEFT_OUT)) {
                left++;
                continue;
            }
            appendCount(text, left);
            left = 0;
            text.append(kept).append('\n');
        }
        appendCount(text, left);
        return text.toString();
    }

    private static void appendCount(StringBuilder text, int lines) {
        if (lines > 0) {
            text.append("%s [%d lines]\n".formatted(LEFT_OUT, lines));
        }
    }

    private static String event(String line) {
        Matcher event = EVENT.matcher(line);
        if (!event.matches()) {
            return LEFT_OUT;
        }
        String logger = event.group(3);
        boolean isHost = LEVEL.matcher(event.group(2)).matches() && HOST.matcher(logger).matches();
        if (!isHost) {
            return event.group(1) + LEFT_OUT;
        }
        boolean isOfGuest = GUESTS.matcher(logger).matches();
        List<String> parts = new ArrayList<>(List.of(JOINT.split(event.group(4), -1)));
        String message =
                CALLS.matcher(logger).matches()
                        ? LEFT_OUT
                        : withoutSettings(event.group(2), parts.get(0));
        String trace =
                parts.stream()
                        .skip(1)
                        .map(part -> trace(part, isOfGuest))
                        .map(part -> " | " + part)
                        .collect(Collectors.joining());
        return event.group(1) + message + trace;
    }

    private static String withoutSettings(String level, String message) {
        Matcher settings = SETTINGS.matcher(message);
        return !level.equals("INFO") && settings.matches()
                ? settings.group(1) + " " + LEFT_OUT
                : message;
    }

    private static String trace(String part, boolean isOfGuest) {
        Matcher exception = EXCEPTION.matcher(part);
        if (exception.matches()) {
            return isOfGuest ? exception.group(1) : exception(exception);
        }
        return FRAME.matcher(part).matches() ? part : LEFT_OUT;
    }

    private static String exception(Matcher found) {
        boolean hasMessage = found.group(2) != null;
        return !hasMessage || SYSTEM_EXCEPTION.matcher(found.group(1)).matches()
                ? found.group()
                : found.group(1) + ": " + LEFT_OUT;
    }
}

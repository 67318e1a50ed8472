package org.vexhost.distribution.launch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Formats each event as one line: time, level, thread, logger, message, and the stack trace if
 * there is one. The lines of a stack trace are joined by {@code " | "}. Characters that could break
 * a line or control a terminal are escaped, so untrusted text cannot look like a line of the host.
 */
public final class LineLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
                    .withZone(ZoneId.systemDefault());

    private static final int MAX_FRAMES = 60;

    /** Called by logback. */
    public LineLayout() {}

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ');
        String level = event.getLevel().toString();
        line.append(level).append(" ".repeat(6 - Math.min(level.length(), 5)));
        line.append('[');
        appendSafely(line, event.getThreadName());
        line.append("] ").append(event.getLoggerName()).append(" - ");
        appendSafely(line, event.getFormattedMessage());
        for (IThrowableProxy cause = event.getThrowableProxy();
                cause != null;
                cause = cause.getCause()) {
            appendCause(line, cause);
        }
        return line.append('\n').toString();
    }

    private static void appendCause(StringBuilder line, IThrowableProxy cause) {
        line.append(" | ").append(cause.getClassName());
        if (cause.getMessage() != null) {
            line.append(": ");
            appendSafely(line, cause.getMessage());
        }
        StackTraceElementProxy[] frames = cause.getStackTraceElementProxyArray();
        int count = Math.min(frames.length - cause.getCommonFrames(), MAX_FRAMES);
        for (int i = 0; i < count; i++) {
            line.append(" | ").append(frames[i].getSTEAsString());
        }
    }

    static void appendSafely(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmless(c)) {
                line.append(c);
            } else {
                line.append("\\u%04x".formatted((int) c));
            }
        }
    }

    private static boolean isHarmless(char c) {
        if (c >= ' ' && c < 0x7f) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}

package org.vexhost.distribution.launch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.vexhost.distribution.host.HostLog;

/**
 * Stores the latest lines of the log in memory: at most {@value #KEPT} lines of at most {@value
 * #MAX_LENGTH} characters. The logging thread never gets an exception.
 */
final class LogRing extends UnsynchronizedAppenderBase<ILoggingEvent> implements HostLog {

    static final int KEPT = 1_024;
    static final int MAX_LENGTH = 2_000;

    private static final int MAX_CAUSES = 8;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long last;

    @Override
    protected void append(ILoggingEvent event) {
        try {
            Instant time = Instant.ofEpochMilli(event.getTimeStamp());
            String level = event.getLevel().toString();
            String thread = safe(event.getThreadName());
            String message = safe(text(event));
            synchronized (entries) {
                last++;
                entries.addLast(
                        new Entry(last, time, level, event.getLoggerName(), thread, message));
                if (entries.size() > KEPT) {
                    entries.removeFirst();
                }
            }
        } catch (RuntimeException | Error e) {
            // The logging thread must not end because of this failure, and logging the failure
            // would fail too.
        }
    }

    private static String text(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(event.getFormattedMessage());
        IThrowableProxy cause = event.getThrowableProxy();
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            text.append(" | ").append(cause.getClassName());
            if (cause.getMessage() != null) {
                text.append(": ").append(cause.getMessage());
            }
            cause = cause.getCause();
        }
        return text.toString();
    }

    /**
     * Escapes a text and cuts it to the maximum length. It is cut before escaping, to limit the
     * work, and again after escaping.
     */
    private static String safe(String text) {
        StringBuilder safe = new StringBuilder();
        LineLayout.appendSafely(safe, cut(text));
        return cut(safe.toString());
    }

    private static String cut(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        int end = MAX_LENGTH - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }

    @Override
    public long lastSequence() {
        synchronized (entries) {
            return last;
        }
    }

    @Override
    public long firstSequence() {
        synchronized (entries) {
            return last - entries.size() + 1;
        }
    }

    @Override
    public List<Entry> after(long sequence, int max) {
        List<Entry> found = new ArrayList<>();
        synchronized (entries) {
            // A number after the newest line is from an earlier run of the host.
            long from = sequence > last ? 0 : sequence;
            for (Entry entry : entries) {
                if (found.size() >= max) {
                    break;
                }
                if (entry.sequence() > from) {
                    found.add(entry);
                }
            }
        }
        return found;
    }
}

package org.vexhost.distribution.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log file that survives what goes wrong with single lines, and with its own rotation. Whoever
 * logs never sees an error of it: most threads of the host would end. A file that could not be
 * opened after a rotation is tried again. How many lines were lost is written after the next one.
 */
final class LogFile extends RollingFileAppender<ILoggingEvent> {

    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final AtomicLong lost = new AtomicLong();
    private long nextTryNanos = System.nanoTime();

    @Override
    protected void append(ILoggingEvent event) {
        if (write(event)) {
            long count = lost.getAndSet(0);
            if (count > 0 && !write(notice(count))) {
                lost.addAndGet(count - 1);
            }
        }
    }

    /** Returns whether it was written; if not, it is counted. */
    private boolean write(ILoggingEvent event) {
        try {
            if (isOpen()) {
                super.append(event);
                return true;
            }
        } catch (RuntimeException | Error e) {
            // Whoever logs is not to end for it. Logging it would fail as well.
        }
        lost.incrementAndGet();
        return false;
    }

    /** Rotation closes the file, and may fail before it is open again. */
    private boolean isOpen() {
        streamWriteLock.lock();
        try {
            if (getOutputStream() != null) {
                return true;
            }
            long now = System.nanoTime();
            if (now - nextTryNanos < 0) {
                return false;
            }
            nextTryNanos = now + RETRY_NANOS;
            openFile(getFile());
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            streamWriteLock.unlock();
        }
    }

    private LoggingEvent notice(long count) {
        return new LoggingEvent(
                LogFile.class.getName(),
                ((LoggerContext) getContext()).getLogger(LogFile.class),
                Level.WARN,
                "lines of the log could not be written and are lost [{}]",
                null,
                new Object[] {count});
    }
}

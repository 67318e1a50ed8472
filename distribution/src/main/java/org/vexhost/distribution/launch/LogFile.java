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
 * A log file that continues after a line cannot be written or a rotation fails. The logging thread
 * never gets an exception, because most threads of the host would end with it. If the file cannot
 * be opened after a rotation, opening it is tried again. The number of lost lines is logged after
 * the next line that can be written.
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

    /** Writes an event. If that fails, counts the line as lost and returns false. */
    private boolean write(ILoggingEvent event) {
        try {
            if (isOpen()) {
                super.append(event);
                return true;
            }
        } catch (RuntimeException | Error e) {
            // The logging thread must not end because of this failure, and logging the failure
            // would fail too.
        }
        lost.incrementAndGet();
        return false;
    }

    /**
     * Opens the file if it is closed. A rotation closes the file, and may fail before it opens the
     * file again.
     */
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

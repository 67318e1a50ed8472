package org.vexhost.distribution.admin.folder;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class logs from here on, kept from other logs. */
final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    LogLines(Class<?> by) {
        logger = (Logger) LoggerFactory.getLogger(by);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        appender.start();
        logger.addAppender(appender);
    }

    /** With its level; all lines since the last time. A stack trace fails the test. */
    List<String> take() {
        List<String> lines =
                appender.list.stream()
                        .map(
                                event -> {
                                    if (event.getThrowableProxy() != null) {
                                        throw new AssertionError("a stack trace: " + event);
                                    }
                                    return event.getLevel() + " " + event.getFormattedMessage();
                                })
                        .toList();
        appender.list.clear();
        return lines;
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(null);
        logger.setAdditive(true);
    }
}

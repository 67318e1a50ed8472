package org.vexhost.distribution.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("The log of the framework")
class FrameworkLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("framework-log-test");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final FrameworkLog log = new FrameworkLog(logger);

    @BeforeEach
    void listen() {
        lines.start();
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    private Level last() {
        return lines.list.get(lines.list.size() - 1).getLevel();
    }

    @Test
    void leadsErrorsToTheLogOfTheHost() {
        log.doLog(FrameworkLog.LOG_ERROR, "bundle is broken", new IOException("No such file"));
        assertEquals(Level.ERROR, last());
        log.doLog(FrameworkLog.LOG_WARNING, "bundle is odd", null);
        assertEquals(Level.WARN, last());
    }

    @Test
    void warnsOfFileHandlesThatAreShort() {
        log.doLog(
                FrameworkLog.LOG_ERROR,
                "Unable to cache bundle info - java.io.FileNotFoundException: (Too many open files)",
                null);
        assertEquals(Level.WARN, last());
        IOException cause = new IOException("bundle.info (Too many open files)");
        log.doLog(FrameworkLog.LOG_ERROR, "cannot write", new IllegalStateException(cause));
        assertEquals(Level.WARN, last());
    }
}

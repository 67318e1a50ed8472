package org.vexhost.distribution.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.rolling.RollingPolicyBase;
import ch.qos.logback.core.rolling.TriggeringPolicy;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A log file")
@Timeout(120)
class LogFileTest {

    private static final String LOST = "lines of the log could not be written and are lost [%d]";

    @TempDir Path home;
    private final LoggerContext context = new LoggerContext();
    private Path folder;
    private LogFile file;
    private Logger logger;

    /** Writes messages, and fails for some. */
    private static final class Failing extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            return switch (event.getFormattedMessage()) {
                case "memory" -> throw new OutOfMemoryError("for a test");
                case "stack" -> throw new StackOverflowError("for a test");
                case "state" -> throw new IllegalStateException("for a test");
                default -> event.getFormattedMessage() + "\n";
            };
        }
    }

    @BeforeEach
    void open() throws Exception {
        context.setMDCAdapter(new LogbackMDCAdapter());
        folder = Files.createDirectories(home.resolve("logs"));
        file = LogSetup.file(context, folder, new Failing());
        logger = context.getLogger("test");
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(file);
    }

    @AfterEach
    void close() {
        context.stop();
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(folder.resolve("vexhost.log"));
    }

    @Test
    void losesLinesAndNeverThrows() throws Exception {
        logger.info("first");
        // More often than logback itself reports a failing appender.
        for (int i = 0; i < 5; i++) {
            logger.info("memory");
            logger.info("stack");
            logger.info("state");
        }
        logger.info("second");
        logger.info("third");
        assertEquals(List.of("first", "second", LOST.formatted(15), "third"), lines());
    }

    /** Rotates at the message {@code rotate}, and fails with the file closed. */
    private final class FailingRotation extends RollingPolicyBase
            implements TriggeringPolicy<ILoggingEvent> {
        @Override
        public void rollover() {
            throw new OutOfMemoryError("no thread to compress with");
        }

        @Override
        public String getActiveFileName() {
            return folder.resolve("vexhost.log").toString();
        }

        @Override
        public boolean isTriggeringEvent(File active, ILoggingEvent event) {
            return event.getFormattedMessage().equals("rotate");
        }
    }

    @Test
    void opensAgainWhenRotationLeftItClosed() throws Exception {
        FailingRotation rotation = new FailingRotation();
        file.setRollingPolicy(rotation);
        file.setTriggeringPolicy(rotation);
        logger.info("first");
        logger.info("rotate");
        logger.info("second");
        assertEquals(List.of("first", "second", LOST.formatted(1)), lines());
    }

    @Test
    void isTriedAgainWhileItCannotBeOpened() throws Exception {
        FailingRotation rotation = new FailingRotation();
        file.setRollingPolicy(rotation);
        file.setTriggeringPolicy(rotation);
        Path log = folder.resolve("vexhost.log");
        Files.delete(log);
        // Nobody can write to a folder as if it were a file.
        Files.createDirectory(log);
        logger.info("rotate");
        logger.info("lost");
        Files.delete(log);
        for (int tries = 0; !Files.exists(log); tries++) {
            assertTrue(tries < 1_000, "the file is not open again");
            Thread.sleep(50);
            logger.info("back");
        }
        List<String> lines = lines();
        assertEquals("back", lines.get(0));
        assertTrue(lines.get(1).startsWith(LOST.substring(0, LOST.indexOf('['))), lines.get(1));
    }
}

package org.vexhost.sandbox.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.vexhost.sandbox.spi.GuestOutput;

@DisplayName("The log of a call")
class ToolLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("vexhost.tool.test");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final ToolLog log = new ToolLog(logger, "id");

    @BeforeEach
    void attach() {
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(ch.qos.logback.classic.Level.DEBUG);
        logger.setAdditive(false);
    }

    @AfterEach
    void detach() {
        logger.detachAppender(appender);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private List<String> lines() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static void write(GuestOutput out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
    }

    @Test
    void takesOneLineAtATimeHoweverItIsWritten() throws IOException {
        write(log.stderr(), "one\ntw");
        write(log.stderr(), "o\r\nthree\rfour\n\nfive");
        assertEquals(
                List.of(
                        "[id] stderr: one",
                        "[id] stderr: two",
                        "[id] stderr: three",
                        "[id] stderr: four",
                        "[id] stderr: "),
                lines());
        log.end();
        assertEquals("[id] stderr: five", lines().get(5));
    }

    @Test
    void endsALineOnceThatIsSplitBetweenReturnAndFeed() throws IOException {
        write(log.stdout(), "a\r");
        write(log.stdout(), "\nb\n");
        assertEquals(List.of("[id] stdout: a", "[id] stdout: b"), lines());
    }

    @Test
    void escapesWhatCouldForgeALineOrReachATerminal() throws IOException {
        write(log.stderr(), "\u001b[31m\u0085\u2028\u202e\u009b {} ${jndi:x}\n");
        assertEquals(
                List.of("[id] stderr: \\u001b[31m\\u0085\\u2028\\u202e\\u009b {} ${jndi:x}"),
                lines());
    }

    @Test
    void replacesBytesThatAreNotUtf8() throws IOException {
        log.stderr().write(new byte[] {'a', (byte) 0xff, 'b', '\n'}, 0, 4);
        assertEquals(List.of("[id] stderr: a\ufffdb"), lines());
    }

    @Test
    void cutsALineThatIsTooLong() throws IOException {
        write(log.stderr(), "x".repeat(1024) + "\n" + "y".repeat(1025) + "\n");
        assertEquals("[id] stderr: " + "x".repeat(1024), lines().get(0));
        assertEquals("[id] stderr: " + "y".repeat(1024) + "… [1 bytes cut]", lines().get(1));
    }

    @Test
    void holdsOneLineOfAnEndlessOne() throws IOException {
        for (int i = 0; i < 64; i++) {
            write(log.stderr(), "z".repeat(16384));
        }
        log.end();
        assertEquals("[id] stderr: " + "z".repeat(1024) + "… [1047552 bytes cut]", lines().get(0));
    }

    @Test
    void countsLinesOverItsLimit() throws IOException {
        for (int i = 1; i <= ToolLog.MAX_LINES + 3; i++) {
            write(i % 2 == 0 ? log.stderr() : log.stdout(), "line " + i + "\n");
        }
        log.end();
        assertEquals(ToolLog.MAX_LINES + 1, lines().size());
        assertEquals("[id] stdout: line 199", lines().get(198));
        assertEquals("[id] stderr: line 200", lines().get(199));
        assertEquals(
                "[id] output exceeded 200 lines or 65536 characters [3 lines dropped]",
                lines().get(200));
    }

    @Test
    void countsCharactersOverItsLimit() throws IOException {
        for (int i = 0; i < 65; i++) {
            write(log.stderr(), "c".repeat(1024) + "\n");
        }
        log.end();
        assertEquals(65, lines().size());
        assertTrue(lines().get(64).endsWith("[1 lines dropped]"), lines().get(64));
    }

    @Test
    void keepsTheLastLinesOfStandardErrorForAnErrorWhateverWasDropped() throws IOException {
        for (int i = 1; i <= 1000; i++) {
            write(log.stderr(), "line " + i + "\n");
        }
        write(log.stderr(), "unfinished");
        List<String> last = log.lastErrorLines();
        assertEquals(10, last.size());
        assertEquals("line 992", last.get(0));
        assertEquals("unfinished", last.get(9));
    }

    @Test
    void logsAMessageAtItsLevelAsOneLine() {
        log.message(Level.WARN, "two\nlines");
        assertEquals(List.of("[id] log: two\\u000alines"), lines());
        assertEquals(ch.qos.logback.classic.Level.WARN, appender.list.get(0).getLevel());
    }
}

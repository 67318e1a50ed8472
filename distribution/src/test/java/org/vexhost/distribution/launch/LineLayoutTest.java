package org.vexhost.distribution.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A line of the log")
class LineLayoutTest {

    private static String line(String message, Throwable thrown) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event =
                new LoggingEvent(
                        LineLayoutTest.class.getName(),
                        context.getLogger("vexhost.tool.echo"),
                        Level.WARN,
                        message,
                        thrown,
                        null);
        return new LineLayout().doLayout(event);
    }

    @Test
    void hasTimeLevelThreadLoggerAndMessage() {
        String line = line("hello", null);
        assertTrue(
                line.matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) WARN "
                                + " \\[[^]]+] vexhost\\.tool\\.echo - hello\n"),
                line);
    }

    @Test
    void cannotBeMadeTwoOrMoveATerminal() {
        String line = line("a\nb\r\u001b[31mc\u0085d\u2028e\u202ef\u0000 Ärger 你", null);
        assertTrue(
                line.endsWith(
                        " - a\\u000ab\\u000d\\u001b[31mc\\u0085d\\u2028e\\u202ef\\u0000 Ärger 你\n"),
                line);
        assertEquals(1, line.lines().count());
    }

    @Test
    void holdsTheWholeStackTrace() {
        String line =
                line("failed", new IllegalStateException("outer\nline", new Exception("inner")));
        assertEquals(1, line.lines().count());
        assertTrue(line.contains(" | java.lang.IllegalStateException: outer\\u000aline | "), line);
        assertTrue(line.contains(" | java.lang.Exception: inner"), line);
        assertTrue(line.contains(LineLayoutTest.class.getName()), line);
    }
}

package org.vexhost.distribution.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a terminal gets")
class TerminalOutputTest {

    private static String through(TerminalOutput.Content content, byte[] bytes, int chunk)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TerminalOutput safe = new TerminalOutput(out, content)) {
            for (int i = 0; i < bytes.length; i += chunk) {
                safe.write(bytes, i, Math.min(chunk, bytes.length - i));
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void check(TerminalOutput.Content content, String expected, String text)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int chunk = 1; chunk <= bytes.length; chunk++) {
            assertEquals(expected, through(content, bytes, chunk), "chunks of " + chunk);
        }
    }

    @Test
    void isJsonThatMeansTheSameWithoutWhatATerminalObeys() throws Exception {
        check(
                TerminalOutput.Content.JSON,
                "\"\\u009b31mRED\\u202eevil\\u007f\\u0085\"",
                "\"\u009b31mRED\u202eevil\u007f\u0085\"");
        check(TerminalOutput.Content.JSON, "{ \"a\": 1 \n}", "{\t\"a\": 1\r\n}");
        check(TerminalOutput.Content.JSON, "[\"\\udb40\\udc41\"]", "[\"\udb40\udc41\"]");
    }

    @Test
    void keepsWhatPeopleWrite() throws Exception {
        String text =
                "{\"a\":\"Grüße, 世界, \ud83d\udc69\u200d\ud83d\ude80, می\u200cخواهم, \ufffd\"}";
        check(TerminalOutput.Content.JSON, text, text);
        check(TerminalOutput.Content.TEXT, text, text);
    }

    @Test
    void isTextWithoutControls() throws Exception {
        check(
                TerminalOutput.Content.TEXT,
                "a\\u001b[31mb\\u000d\tc\nd\\u0007\\u2028",
                "a\u001b[31mb\r\tc\nd\u0007\u2028");
    }

    @Test
    void hasNoBytesThatAreNotText() throws Exception {
        byte[] bytes = {
            'a', (byte) 0x9b, '3', (byte) 0xe2, (byte) 0x82, 'b', (byte) 0xff, (byte) 0xc3
        };
        for (int chunk = 1; chunk <= bytes.length; chunk++) {
            assertEquals(
                    "a\\x9b3\\xe2\\x82b\\xff\\xc3",
                    through(TerminalOutput.Content.TEXT, bytes, chunk));
        }
        byte[] surrogate = {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
        assertEquals("\\xed\\xa0\\x80", through(TerminalOutput.Content.TEXT, surrogate, 3));
    }

    @Test
    void isAllOfItWhereAScreenWasAskedFor() throws Exception {
        check(TerminalOutput.Content.SCREEN, "\u001b[2J\u009b", "\u001b[2J\u009b");
    }

    @Test
    void isOneLineWhereALineIsMeant() {
        assertEquals("a\\u000ab\\u001b[31m\\u2066", TerminalEscapes.escape("a\nb\u001b[31m\u2066"));
    }
}

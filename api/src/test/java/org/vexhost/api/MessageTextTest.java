package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Message text")
class MessageTextTest {

    @Test
    void escapesWhatCouldForgeALineOrDriveATerminal() {
        assertEquals(
                "'a\\u000ab\\u001b[31m\\u009b\\u0085\\u007f\\u2028\\u202e\\u200b\\\\'",
                MessageText.quote("a\nb\u001b[31m\u009b\u0085\u007f\u2028\u202e\u200b\\"));
    }

    @Test
    void keepsLettersOfAllScriptsAndEmoji() {
        assertEquals("'żółć 漢字 😀'", MessageText.quote("żółć 漢字 😀"));
    }

    @Test
    void escapesSurrogatesWithoutAPartner() {
        assertEquals("'\\ud83d'", MessageText.quote("\ud83d"));
    }

    @Test
    void cutsLongTextWithoutSplittingACharacter() {
        assertEquals("ab…", MessageText.escape("abcd", 2));
        assertEquals("a…", MessageText.escape("a😀b", 2));
        assertEquals("'" + "x".repeat(128) + "…'", MessageText.quote("x".repeat(129)));
        assertEquals("'" + "x".repeat(128) + "'", MessageText.quote("x".repeat(128)));
    }

    @Test
    void printableEscapesWhatIsRawAndLeavesWhatWasEscaped() {
        assertEquals("a\\u000ab\\u202e", MessageText.printable("a\nb\u202e"));
        assertEquals("a\\u000ab\\u001b c", MessageText.printable("a\\u000ab\u001b c"));
        assertEquals("\\ud83d", MessageText.printable("\ud83d"));
        String plain = "żółć 漢字 😀 \\ 'x'";
        assertEquals(plain, MessageText.printable(plain));
        assertTrue(MessageText.isPrintable(plain));
        assertFalse(MessageText.isPrintable("a\tb"));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1023,1023",
        "1024,1024 (1 KiB)",
        "1500,1500 (1.4 KiB)",
        "16777216,16777216 (16 MiB)",
        "1073741824,1073741824 (1 GiB)",
        "9223372036854775807,9223372036854775807 (8388607.9 TiB)"
    })
    void givesBytesRawAndForPeople(long bytes, String text) {
        assertEquals(text, MessageText.bytes(bytes));
    }
}

package org.vexhost.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The difference of two texts")
class TextDifferenceTest {

    private static String marked(String one, String other) {
        TextDifference common = TextDifference.of(one, other);
        int end = one.length() - common.end();
        return one.substring(0, common.start())
                + "["
                + one.substring(common.start(), end)
                + "]"
                + one.substring(end);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Reads the words.|Shows the words.|[Reads] the words.",
                "Reads words.|Reads files.|Reads [words].",
                "beginnings of words.|as it is.|[beginnings of words].",
                "16 MiB|64 MiB|[16] MiB",
                "max_memory|max_table|[max_memory]",
                "same|same|same[]",
                "add|add more|add[]",
                "add more|add|add[ more]",
                "tool-a|tool-b|tool-[a]",
            })
    void isMadeOfWholeWords(String one, String other, String marked) {
        assertEquals(marked, marked(one, other));
    }

    @Test
    void isAllOfATextWhoseOtherIsEmpty() {
        assertEquals("[a b]", marked("a b", ""));
        assertEquals("[]", marked("", "a b"));
    }

    @Test
    void neverSplitsACharacter() {
        assertEquals("[\uD83D\uDE00]", marked("\uD83D\uDE00", "\uD83D\uDE01"));
        assertEquals("[\uD83D\uDE00]", marked("\uD83D\uDE00", "\uD83C\uDE00"));
    }

    @Test
    void countsNoCharacterTwice() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            String one = text(random);
            String other = text(random);
            TextDifference common = TextDifference.of(one, other);
            int least = Math.min(one.length(), other.length());
            assertTrue(common.start() + common.end() <= least, one + "|" + other);
            assertEquals(one.substring(0, common.start()), other.substring(0, common.start()));
            assertEquals(
                    one.substring(one.length() - common.end()),
                    other.substring(other.length() - common.end()));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append("ab .".charAt(random.nextInt(4)));
        }
        return text.toString();
    }
}

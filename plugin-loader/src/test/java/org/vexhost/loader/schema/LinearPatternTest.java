package org.vexhost.loader.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A pattern of a schema")
class LinearPatternTest {

    private static boolean found(String pattern, String text) throws UnsupportedPatternException {
        return LinearPattern.compile(pattern).isFoundIn(text);
    }

    @Nested
    @DisplayName("means what it means in ECMA-262")
    class Meaning {

        @ParameterizedTest(name = "{0} on {1}: {2}")
        @CsvSource(
                delimiter = ' ',
                value = {
                    "^[a-z]+$ abc true",
                    "^[a-z]+$ aBc false",
                    "b abc true",
                    "^a{2,3}$ aa true",
                    "^a{2,3}$ aaaa false",
                    "^a{2,}$ aaaa true",
                    "^(a|bc)*?$ abcbca true",
                    "^(?<year>[0-9]{4})-(?:0[1-9]|1[0-2])$ 2026-11 true",
                    "^\\d+\\.\\d+$ 12.5 true",
                    "^\\d+$ ١٢ false",
                    "^\\w+$ naïve false",
                    "^[\\w.+-]+@[\\w-]+\\.[a-z]{2,}$ a.b+c@example.org true",
                    "^\\/a\\-b$ /a-b true",
                    "^[^\\]]$ x true",
                    "^[^\\]]$ ] false",
                    "^[]$ x false",
                    "^[^]$ x true",
                    "^[a\\-z]$ - true",
                    "^[a\\-z]$ m false",
                    "^[-a]$ - true",
                    "^\\x41\\u0042\\u{43}$ ABC true",
                    "^\\uD83D\\uDE00$ 😀 true",
                    "^.$ 😀 true",
                    "^\\p{Lu}\\p{Script=Greek}$ Ωω true",
                    "^[\\p{L}\\d]+$ é9 true",
                    "^\\P{L}$ é false",
                    "a{,2} a{,2} true",
                    "^x{y}$ x{y} true",
                    "a|b| zzz true",
                })
        void matches(String pattern, String text, boolean expected)
                throws UnsupportedPatternException {
            assertEquals(expected, found(pattern, text));
        }

        @Test
        void aSpaceIsAnyUnicodeSpace() throws UnsupportedPatternException {
            assertTrue(found("^\\s[\\s]$", "\u00a0\ufeff"));
            assertTrue(found("^\\S[\\S-]$", "ab"));
            assertEquals(false, found("^[^\\S]$", "a"));
            assertTrue(found("^[^\\S]$", "\u2003"));
        }

        @Test
        void aDotStopsAtEveryLineTerminator() throws UnsupportedPatternException {
            for (String end : new String[] {"\n", "\r", "\u2028", "\u2029"}) {
                assertEquals(false, found("^.$", end));
            }
        }

        @Test
        void anEndIsTheEndOfTheTextAndNotOfALine() throws UnsupportedPatternException {
            assertEquals(false, found("^a$", "a\n"));
            assertEquals(false, found("^b$", "a\nb"));
        }
    }

    @Nested
    @DisplayName("is refused by name")
    class Refused {

        @ParameterizedTest
        @CsvSource(
                delimiter = ' ',
                value = {
                    "(.*)*x\\1y a_reference_to_a_group",
                    "(?<a>x)\\k<a> a_reference_to_a_group",
                    "^(?=.*\\d).+$ a_lookahead",
                    "a(?!b) a_lookahead",
                    "(?<=a)b a_lookbehind",
                    "(?<!a)b a_lookbehind",
                })
        void ifItHasNoLinearForm(String pattern, String what) {
            var refused =
                    assertThrows(
                            UnsupportedPatternException.class,
                            () -> LinearPattern.compile(pattern));
            assertEquals(
                    "pattern %s uses %s, which has no linear-time form"
                            .formatted(
                                    org.vexhost.api.MessageText.quote(pattern),
                                    what.replace('_', ' ')),
                    refused.getMessage());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "(",
                    ")",
                    "a)",
                    "[a",
                    "[z-a]",
                    "*a",
                    "+",
                    "a**",
                    "a{3,2}",
                    "\\",
                    "\\q",
                    "[\\1]",
                    "\\u12",
                    "\\u{110000}",
                    "\\u{}",
                    "\\xz1",
                    "(?",
                    "(?<a",
                    "(?i)a",
                    "\\p{Nonsense}",
                    "\\p",
                    "\\p{L",
                    "a{1001}",
                    "(?:(?:a{100}){100}){100}",
                })
        void ifItIsBrokenOrTooLarge(String pattern) {
            assertThrows(UnsupportedPatternException.class, () -> LinearPattern.compile(pattern));
        }

        @Test
        void ifItIsTooLong() throws UnsupportedPatternException {
            LinearPattern.compile("a".repeat(LinearPattern.MAX_LENGTH));
            assertThrows(
                    UnsupportedPatternException.class,
                    () -> LinearPattern.compile("a".repeat(LinearPattern.MAX_LENGTH + 1)));
        }

        @Test
        void ifItsGroupsNestTooDeep() throws UnsupportedPatternException {
            LinearPattern.compile("(".repeat(100) + "a" + ")".repeat(100));
            assertThrows(
                    UnsupportedPatternException.class,
                    () -> LinearPattern.compile("(".repeat(101) + "a" + ")".repeat(101)));
        }
    }

    @Test
    void nestedRepetitionTakesLinearTime() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertEquals(false, found("^(([a-z])+.)+[A-Z]$", "a".repeat(50_000))));
    }
}

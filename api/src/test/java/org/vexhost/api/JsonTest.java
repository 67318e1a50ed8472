package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A JSON text")
class JsonTest {

    @Nested
    @DisplayName("is accepted")
    class Accepted {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "[]",
                    "null",
                    "true",
                    "-0",
                    "1e400",
                    "\"\"",
                    " \t\r\n[1, 2.5e-3]\n",
                    "\"\\u0000\\ud800\"",
                    "\"\u2028\u0085\uD83D\uDE00\"",
                    "{\"a\":1,\"a\":2}"
                })
        void whenItIsStrictJson(String text) {
            assertEquals(text, Json.parse(text).text());
            assertEquals(text, Json.parse(text.getBytes(StandardCharsets.UTF_8)).text());
        }

        @Test
        void whenANumberHasManyDigits() {
            String digits = "1".repeat(100_000);
            assertEquals(100_000, Json.parse(digits).sizeBytes());
        }

        @Test
        void atTheDeepestNesting() {
            String text = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
            assertEquals(text, Json.parse(text).text());
        }

        @Test
        void fromAPartOfAnArray() {
            byte[] bytes = "xx[1]yy".getBytes(StandardCharsets.UTF_8);
            assertEquals("[1]", Json.parse(bytes, 2, 3).text());
        }
    }

    @Nested
    @DisplayName("is refused")
    class Refused {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "{",
                    "[1,]",
                    "{\"a\":1,}",
                    "{a:1}",
                    "'a'",
                    "01",
                    "+1",
                    ".5",
                    "1.",
                    "NaN",
                    "Infinity",
                    "tru",
                    "nulll",
                    "\"\t\"",
                    "\"\\x\"",
                    "\"\\u12g4\"",
                    "[1] 2",
                    "1 2",
                    "{}{}",
                    "// c\n1",
                    "/* c */ 1",
                    "[1 2]",
                    "\uFEFF{}",
                    "\u00a0{}"
                })
        void whenItIsNotStrictJson(String text) {
            assertThrows(InvalidJsonException.class, () -> Json.parse(text));
            assertThrows(
                    InvalidJsonException.class,
                    () -> Json.parse(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Test
        void belowTheDeepestNesting() {
            int depth = Json.MAX_DEPTH + 1;
            String text = "[".repeat(depth) + "]".repeat(depth);
            assertThrows(InvalidJsonException.class, () -> Json.parse(text));
        }

        @Test
        void overTheLargestSize() {
            byte[] spaces = new byte[Json.MAX_BYTES + 1];
            InvalidJsonException e =
                    assertThrows(InvalidJsonException.class, () -> Json.parse(spaces));
            assertEquals(
                    "text exceeds the size of 67108864 (64 MiB) bytes [67108865]", e.getMessage());
        }

        @Test
        void whenItIsUtf16() {
            byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16BE);
            assertThrows(InvalidJsonException.class, () -> Json.parse(utf16));
        }

        @Test
        void whenBytesAreNotUtf8() {
            byte[][] wrong = {
                {'"', (byte) 0xff, '"'},
                {'"', (byte) 0xc0, (byte) 0x80, '"'},
                {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
                {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},
                {'"', (byte) 0xe2, (byte) 0x82}
            };
            for (byte[] bytes : wrong) {
                InvalidJsonException e =
                        assertThrows(InvalidJsonException.class, () -> Json.parse(bytes));
                assertEquals("text is not UTF-8", e.getMessage());
            }
        }

        @Test
        void whenASurrogateHasNoPartner() {
            assertThrows(InvalidJsonException.class, () -> Json.parse("\"\ud800\""));
        }

        @Test
        void andSaysWhere() {
            InvalidJsonException e =
                    assertThrows(InvalidJsonException.class, () -> Json.parse("{\"a\":tru}"));
            assertTrue(e.offset() >= 5 && e.offset() <= 9, "offset " + e.offset());
        }

        @Test
        void withoutControlCharactersInTheMessage() {
            InvalidJsonException e =
                    assertThrows(InvalidJsonException.class, () -> Json.parse("\u001b[2J"));
            assertTrue(e.getMessage().chars().noneMatch(c -> c < ' ' || c == 0x7f), e.getMessage());
        }
    }

    @Test
    void cannotBeChangedFromOutside() {
        byte[] bytes = "[1]".getBytes(StandardCharsets.UTF_8);
        Json json = Json.parse(bytes);
        bytes[1] = '2';
        json.utf8()[1] = '3';
        assertEquals("[1]", json.text());
    }

    @Test
    void equalsByBytes() {
        assertEquals(Json.parse("[1]"), Json.parse("[1]"));
        assertEquals(Json.parse("[1]").hashCode(), Json.parse("[1]").hashCode());
        assertNotEquals(Json.parse("[1]"), Json.parse("[ 1]"));
    }

    @Test
    void isCopiedIntoAnArray() {
        byte[] target = new byte[5];
        Json.parse("[1]").copyTo(target, 1);
        assertArrayEquals(new byte[] {0, '[', '1', ']', 0}, target);
    }
}

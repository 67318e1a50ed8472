package org.vexhost.loader.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;

@DisplayName("The lines of a JSON text")
class JsonLinesTest {

    private static List<String> lines(String json) {
        return JsonLines.of(Json.parse(json), 2_000);
    }

    @Test
    void areOneForEachValue() {
        assertEquals(
                List.of("/a/0 1", "/a/1 'x'", "/a/2 []", "/b~1\\u0020c true", "/d {}"),
                lines("{\"a\": [1, \"x\", []], \"b/ c\": true, \"d\": {}}"));
        assertEquals(List.of(" null"), lines("null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pattern\": \"%s\"}",
                "{\"%s\": 1}",
                "{\"a\": {\"%s\": {\"b\": {}}}}",
                "[[[\"%s\"]]]"
            })
    void differWhereTheTextsDifferHoweverFarBack(String form) {
        for (int length : new int[] {63, 64, 65, 127, 128, 129, 199, 200, 201, 5_000}) {
            String start = "x".repeat(length);
            List<String> one = lines(form.formatted(start + "a"));
            List<String> other = lines(form.formatted(start + "b"));
            assertNotEquals(one, other, form + length);
            assertEquals(one.size(), other.size());
            one.forEach(line -> assertTrue(line.length() < 300, line));
        }
    }

    @Test
    void sayWhatWasCut() {
        String line = lines("{\"a\": \"%s\"}".formatted("x".repeat(129))).get(0);
        assertTrue(line.matches("/a 'x{128}…\\[sha256 [0-9a-f]{32}… of 129 characters]'"), line);
    }

    @Test
    void differInNumbersThatAreLong() {
        assertNotEquals(lines("1" + "0".repeat(300) + "1"), lines("1" + "0".repeat(300) + "2"));
    }

    @Test
    void differWhereThePathIsLong() {
        String deep = "{\"" + "y".repeat(60) + "\": ";
        String one = deep.repeat(10) + "1" + "}".repeat(10);
        String other = deep.repeat(10) + "2" + "}".repeat(10);
        assertNotEquals(lines(one), lines(other));
    }

    @Test
    void differBehindTheLastThatIsShown() {
        String many =
                IntStream.range(0, 2_500)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", ", "[", "]"));
        List<String> one = lines(many);
        List<String> other = lines(many.replace("2499", "2498"));
        assertEquals(2_001, one.size());
        assertEquals(one.subList(0, 2_000), other.subList(0, 2_000));
        assertNotEquals(one.get(2_000), other.get(2_000));
        assertTrue(one.get(2_000).startsWith("and more [sha256 "), one.get(2_000));
    }

    @Test
    void cannotBeTakenForOneAnother() {
        assertNotEquals(lines("{\"a 'b'\": \"c\"}"), lines("{\"a\": \"b' 'c\"}"));
        assertNotEquals(lines("{\"a\": \"1\"}"), lines("{\"a\": 1}"));
        assertNotEquals(lines("{\"a\": \"\\u001b\"}"), lines("{\"a\": \"\\\\u001b\"}"));
    }

    @Test
    void areSafeToPrint() {
        for (String line : lines("{\"\\u001b[2J\\u202e\": \"\\n\\u2028😀\"}")) {
            assertTrue(MessageText.isPrintable(line), line);
        }
        String cutInACharacter = "{\"%s😀\": 1}".formatted("z".repeat(63));
        lines(cutInACharacter).forEach(line -> assertTrue(MessageText.isPrintable(line), line));
    }
}

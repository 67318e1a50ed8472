package org.vexhost.distribution.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A page")
class PageTest {

    @TempDir Path folder;

    private Page page(String text) {
        return Page.parse(folder, "page.md", text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```sh\nvexhost help\n```\n",
                "```bash\nvexhost help\n```\n",
                "```\nvexhost help\n```\n",
                "- item\n\n  ```sh\n  vexhost help\n  ```\n",
                "~~~sh\nvexhost help\n~~~\n",
                "Text.\n\n    vexhost help\n",
                "Text.\n\n\tvexhost help\n",
                "<!-- not run -->\n```sh\nvexhost help\n```\n",
                "<!-- run, perhaps -->\n```sh\nvexhost help\n```\n",
                "<!-- run -->\n\nText.\n\n```sh\nvexhost help\n```\n",
                "<!-- output -->\n```sh\nvexhost help\n```\n",
                "<!-- run -->\n```json\n{}\n```\n",
                "<!-- output -->\n```text\nout\n```\n",
            })
    void isRejectedWithABlockOfCommandsThatHasNoMark(String text) {
        assertFalse(page(text).faults().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- run -->\n```sh\nvexhost help\n```\n",
                "<!-- run with go, npm -->\n```sh\nvexhost help\n```\n",
                "<!-- run by .ci/run -->\n```sh\nmvn verify\n```\n",
                "<!-- not run: takes a day -->\n```sh\nvexhost help\n```\n",
                "<!-- run -->\n```sh\na\n```\n\n<!-- output -->\n```json\n{}\n```\n",
                "- item\n\n  <!-- run -->\n  ```sh\n  vexhost help\n  ```\n",
                "- item\n    that goes on\n",
                "```json\n{}\n```\n",
            })
    void isAcceptedWithMarks(String text) {
        assertEquals(List.of(), page(text).faults());
    }

    @Test
    void givesItsBlocksWithTheirPlaces() {
        Page page =
                page("Text.\n\n- item\n  <!-- run with go, npm -->\n  ```sh\n  a\n    b\n  ```\n");
        Block block = page.blocks().get(0);
        assertEquals("page.md:5", block.place());
        assertEquals("a\n  b\n", block.text());
        assertEquals(List.of("go", "npm"), block.mark().orElseThrow().programs());
    }

    @Test
    void knowsItsBrokenLinks() throws Exception {
        Files.writeString(folder.resolve("other.md"), "# Any *good* heading, twice\n");
        Files.writeString(folder.resolve("page.md"), "");
        Page page =
                page(
                        """
                        [a](other.md) [b](other.md#any-good-heading-twice) [c](https://example.org/)
                        [d](missing.md) [e](other.md#missing) [f](../page.md) `[g](missing.md)`
                        ![h](missing.png)
                        [i]: missing.txt
                        """);
        assertEquals(
                List.of(
                        "page.md:2: missing.md",
                        "page.md:2: other.md#missing",
                        "page.md:2: ../page.md",
                        "page.md:3: missing.png",
                        "page.md:4: missing.txt"),
                page.brokenLinks());
    }

    @Test
    void comparesWhatItShowsWithWhatWasPrinted() {
        assertTrue(shows("json", "{\"a\":1,\n \"b\":[]}", "{\"b\":[],\"a\":1}\n"));
        assertFalse(shows("json", "{\"a\":1}", "{\"a\":2}"));
        assertFalse(shows("json", "{\"a\":1}", "no JSON"));
        assertTrue(shows("text", "fuel …, done\n", "fuel 5,000, done\n"));
        assertFalse(shows("text", "fuel …, done", "fuel 5\n, done"));
        assertTrue(shows("text", "first\n…\nlast\n", "first\na\nb\nlast\n"));
        assertFalse(shows("text", "first\n", "first\nsecond\n"));
        assertFalse(shows("text", "a.c\n", "abc\n"));
    }

    private boolean shows(String language, String shown, String printed) {
        Page page =
                page(
                        "<!-- run -->\n```sh\na\n```\n<!-- output -->\n```"
                                + language
                                + "\n"
                                + shown.strip()
                                + "\n```\n");
        return ShownOutput.matches(page.blocks().get(1), printed);
    }
}

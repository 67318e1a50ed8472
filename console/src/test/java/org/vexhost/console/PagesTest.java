package org.vexhost.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Json;
import org.vexhost.api.ToolState;
import org.vexhost.api.web.WebAnswer;

@DisplayName("Pages")
class PagesTest {

    private static final String HOSTILE = "<script>alert(1)</script>\"'&\u202e \u0007";
    private static final String SHOWN =
            "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\u202e \\u0007";

    private final ConsoleHost host = new ConsoleHost();

    @BeforeEach
    void signIn() {
        String ignored = host.signIn();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/", "/console/tools", "/console/tools/echo", "/console/approvals",
                "/console/grants", "/console/deployments", "/console/callers", "/console/log",
                "/console/deploy", "/console/sign-in", "/console/nowhere"
            })
    void haveNoScriptOrStyleOfTheirOwn(String path) {
        WebAnswer answer = host.get(path);
        String policy = String.valueOf(answer.headers().get("Content-Security-Policy"));
        assertTrue(policy.contains("default-src 'none'; script-src 'self'; style-src 'self'"));
        assertFalse(policy.contains("unsafe"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertEquals("same-origin", answer.headers().get("Referrer-Policy"));
        String text = ConsoleHost.text(answer);
        assertFalse(
                Pattern.compile("<style|\\sstyle=|\\son[a-z]+=|<script(?! src=)|javascript:")
                        .matcher(text)
                        .find(),
                text);
        assertTrue(text.contains("<html lang=\"en\">") && text.contains("<main id=\"main\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"css", "js", "svg"})
    void nameFilesThatAreThereAndMayBeKept(String ending) {
        Pattern path =
                Pattern.compile("\"(/console/static/[0-9a-f]{16}/[a-z]+\\." + ending + ")\"");
        for (MatchResult each :
                path.matcher(ConsoleHost.text(host.get("/console/tools"))).results().toList()) {
            WebAnswer file = host.get(each.group(1));
            assertEquals(200, file.status());
            assertTrue(file.body().length > 100);
            assertTrue(file.headers().get("Cache-Control").contains("immutable"));
        }
        assertEquals(404, host.get("/console/static/0000000000000000/console.css").status());
    }

    @Test
    void showTheTextOfAToolAsText() {
        host.tools.description = HOSTILE;
        host.tools.schema =
                Json.parse(
                        "{\"properties\":{\"<img src=x>\":{\"type\":\"string\","
                                + "\"description\":\"<b>\",\"default\":\"\\\"><svg>\"}}}");
        host.tools.state = ToolState.BLOCKED;
        String text = ConsoleHost.text(host.get("/console/tools/echo"));
        assertTrue(text.contains(SHOWN), text);
        assertTrue(text.contains("&lt;b&gt;because&lt;/b&gt;"), text);
        assertTrue(text.contains("name=\"argument.&lt;img src=x&gt;\""), text);
        assertTrue(text.contains("&quot;&gt;&lt;svg&gt;"), text);
        assertFalse(text.contains("<img") || text.contains("<b>") || text.contains("\u202e"));
        assertTrue(ConsoleHost.text(host.get("/console/")).contains("&lt;i&gt;full&lt;/i&gt;"));
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE, 'The host is ready, and nothing needs a look.'",
        "FAILED, The host is ready. Tools that need a look: 1.",
        "BLOCKED, The host is ready. Tools that need a look: 1.",
    })
    void sayWhetherSomethingNeedsALook(ToolState state, String expected) {
        host.findings = List.of();
        host.tools.state = state;
        String text = ConsoleHost.text(host.get("/console/"));
        assertTrue(text.contains(expected), text);
    }

    @Test
    void ofAToolHaveAllThatAnOperatorDecidesBy() {
        String text = ConsoleHost.text(host.get("/console/tools/echo"));
        for (String each :
                new String[] {
                    FakeAdministration.DIGEST,
                    "/data:ro",
                    "Grant fileSystem",
                    "path_open",
                    "/etc/shadow",
                    "vex:grant echo fileSystem",
                    "67108864 (64 MiB)",
                    "half of the calls at most 1 µs",
                    "vex.log",
                    "Compare and approve",
                    "Disable"
                }) {
            assertTrue(text.contains(each), () -> each + " is not in " + text);
        }
    }

    @Test
    void ofApprovalsShowWhatChanges() {
        String text = ConsoleHost.text(host.get("/console/approvals"));
        assertTrue(text.contains("<ins>vex.random</ins>"), text);
        assertTrue(
                text.contains("name=\"digest\" value=\"" + FakeAdministration.NEXT_DIGEST + "\""),
                text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/nowhere", "/console/tools/absent", "/console/tools/a/b"})
    void thatAreNotThereSaySo(String path) {
        assertEquals(404, host.get(path).status());
    }

    @Test
    void refreshThemselvesUntilSomebodyStopsIt() {
        assertTrue(ConsoleHost.text(host.get("/console/tools")).contains("hx-trigger"));
        assertFalse(ConsoleHost.text(host.get("/console/tools?live=off")).contains("hx-trigger"));
    }
}

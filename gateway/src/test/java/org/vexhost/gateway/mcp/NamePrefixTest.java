package org.vexhost.gateway.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.gateway.mcp.tool.NamePrefix;
import tools.jackson.databind.JsonNode;

@DisplayName("A prefix of names")
class NamePrefixTest {

    private final Mcp mcp = new Mcp();

    @BeforeEach
    void begin() {
        mcp.core.namePrefix(new NamePrefix("Lab.1_"));
    }

    @AfterEach
    void end() {
        mcp.close();
    }

    @Test
    void isShownInListsAndUsedInCalls() {
        assertEquals(List.of("Lab.1_echo"), listed());
        JsonNode result = answer(mcp.call("Lab.1_echo", "{\"text\":\"a\"}")).path("result");
        assertEquals("a", result.path("structuredContent").path("text").stringValue());
    }

    @Test
    void withoutItAToolIsNotThere() {
        for (String name :
                List.of("echo", "lab.1_echo", "Lab.1_", "Lab.1_Lab.1_echo", "Lab.1_a b")) {
            JsonNode error = answer(mcp.call(name, "{}")).path("error");
            assertEquals(-32602, error.path("code").asInt(), name);
        }
        String message =
                answer(mcp.call("Lab.1_ecko", "{}")).path("error").path("message").stringValue();
        assertEquals("unknown tool 'Lab.1_ecko' (did you mean 'Lab.1_echo'?)", message);
    }

    @Test
    void isNotPartOfWhatACallersPatternsName() {
        assertEquals(List.of("Lab.1_echo"), listed(new FakeAccess("a", "echo"::equals)));
        assertEquals(List.of(), listed(new FakeAccess("b", "Lab.1_echo"::equals)));
    }

    @Test
    void anotherOneHoldsAtOnce() {
        mcp.core.namePrefix(new NamePrefix("b-"));
        assertEquals(List.of("b-echo"), listed());
        mcp.core.namePrefix(NamePrefix.NONE);
        assertEquals(List.of("echo"), listed());
    }

    @Test
    void hasUpToSixteenCharacters() {
        assertEquals("a".repeat(16), new NamePrefix("a".repeat(16)).text());
        assertThrows(IllegalArgumentException.class, () -> new NamePrefix("a".repeat(17)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ä", "a/", "a\n", "<b>"})
    void hasNoOtherCharactersThanNames(String text) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new NamePrefix(text));
        assertTrue(String.valueOf(e.getMessage()).startsWith("namePrefix does not match"));
    }

    private List<String> listed() {
        return listed(mcp.access);
    }

    private List<String> listed(FakeAccess access) {
        FakeExchange exchange =
                mcp.exchange(Mcp.message("1", "tools/list", Mcp.params("")), access)
                        .header("MCP-Protocol-Version", Mcp.MODERN)
                        .header("Mcp-Method", "tools/list");
        return answer(exchange)
                .path("result")
                .path("tools")
                .valueStream()
                .map(tool -> tool.path("name").stringValue())
                .toList();
    }

    private JsonNode answer(FakeExchange exchange) {
        return Mcp.json(mcp.handle(exchange));
    }
}

package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolException;

@DisplayName("Calls of one tool are isolated:")
class IsolationTest {

    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new FakeWasi()).build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static WasmTool tool(byte[] module) throws InvalidModuleException {
        return ENGINE.prepare(Guests.spec("tool", module).build());
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("what one leaves behind, the next does not find")
    @ValueSource(
            strings = {
                "isolation-data",
                "isolation-data-drop",
                "isolation-elem-drop",
                "isolation-global",
                "isolation-memory",
                "isolation-memory-grown",
                "isolation-memory-size",
                "isolation-table",
                "isolation-table-size",
                "isolation-table-past-maximum"
            })
    void nothingIsLeftBehind(String guest) throws Exception {
        WasmTool tool = tool(Guests.hostile(guest));
        String first = tool.execute(Guests.call("{}")).text();
        for (int i = 0; i < 50; i++) {
            assertEquals(first, tool.execute(Guests.call("{}")).text());
        }
    }

    @Test
    @DisplayName("growing a table does not raise the maximum of later instances")
    void tableGrowthDoesNotChangeTheModule() throws Exception {
        WasmTool tool = tool(Guests.hostile("table-grow-declared-maximum"));
        String first = tool.execute(Guests.call("{}")).text();
        for (int i = 0; i < 200; i++) {
            assertEquals(first, tool.execute(Guests.call("{}")).text());
        }
    }

    @Test
    @DisplayName("memory that was used by another call holds zeros, grown or not")
    void memoryIsClean() throws Exception {
        WasmTool tool = tool(Guests.core("actions"));
        for (int i = 0; i < 100; i++) {
            String arguments = "[6,%d]".formatted(i % 4);
            assertEquals("0", tool.execute(Guests.call(arguments)).text(), arguments);
        }
    }

    @Test
    @DisplayName("a trap leaves nothing on the thread that ran into it")
    void trapsLeaveNothing() throws Exception {
        WasmTool trap = tool(Guests.hostile("recurse-twice"));
        WasmTool echo = tool(Guests.example("echo"));
        for (int i = 0; i < 20; i++) {
            ToolException thrown =
                    assertThrows(ToolException.class, () -> trap.execute(Guests.call("{}")));
            assertEquals(ErrorReason.CALL_DEPTH, thrown.error().reason());
            assertEquals("[1]", echo.execute(Guests.call("[1]")).text());
        }
    }

    @ParameterizedTest(name = "{0} is refused as {1}")
    @DisplayName("nothing that instances could share is accepted:")
    @CsvSource({
        "refused-import-memory, IMPORTED_MEMORY",
        "refused-import-own-memory, IMPORTED_MEMORY",
        "refused-import-table, IMPORTED_TABLE",
        "refused-import-global, IMPORTED_GLOBAL",
        "refused-import-mutable-global, IMPORTED_GLOBAL",
        "refused-feature-shared-memory, SHARED_MEMORY",
        "refused-feature-multi-memory, MULTI_MEMORY"
    })
    void nothingIsShared(String guest, InvalidModuleException.Reason reason) {
        InvalidModuleException thrown =
                assertThrows(InvalidModuleException.class, () -> tool(Guests.hostile(guest)));
        assertEquals(reason, thrown.reason());
    }
}

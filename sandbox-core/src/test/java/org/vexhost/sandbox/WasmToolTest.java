package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolOutput;

@DisplayName("A tool")
class WasmToolTest {

    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new FakeWasi()).build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static WasmTool tool(String guest, Abi abi) throws InvalidModuleException {
        return ENGINE.prepare(Guests.spec("tool", Guests.hostile(guest)).abi(abi).build());
    }

    @Test
    void givesItsResultAndWhatItUsed() throws Exception {
        WasmTool echo = ENGINE.prepare(Guests.spec("echo", Guests.example("echo")).build());
        ToolOutput output = echo.run(Guests.call("{\"a\":[1,2,3]}"));
        assertEquals(Json.parse("{\"a\":[1,2,3]}"), output.output());
        assertTrue(output.usage().fuelConsumed() > 0, output::toString);
        assertEquals(10_000_000, output.usage().fuelConsumed() + output.usage().fuelRemaining());
        assertEquals(0, output.usage().peakMemoryBytes() % 65536);
    }

    @Test
    void asCommandReadsItsArgumentsAndWritesItsResult() throws Exception {
        ToolOutput output = tool("command-echo", Abi.COMMAND).run(Guests.call("{\"b\":true}"));
        assertEquals(Json.parse("{\"b\":true}"), output.output());
    }

    @Test
    void thatIsClosedTakesNoCalls() throws Exception {
        WasmTool tool = tool("command-echo", Abi.COMMAND);
        tool.close();
        ToolException thrown = assertThrows(ToolException.class, () -> tool.run(Guests.call("{}")));
        assertEquals(ErrorReason.DRAINING, thrown.error().reason());
        assertEquals("Tool 'tool' takes no new calls", thrown.error().message());
    }
}

package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.SandboxLimits;

@DisplayName("A tool that is checked and not compiled")
class CheckedToolTest {

    private static final long MIB = 1L << 20;

    @TempDir Path cache;

    private static WasmToolSpec csv() {
        return Guests.spec("csv", Guests.example("csv-summary")).build();
    }

    @Test
    void saysWhatCompilingTakes() throws Exception {
        try (WasmEngine engine = WasmEngine.builder().hostModule(new FakeWasi()).build()) {
            CheckedTool checked = engine.check(csv());
            // 147 functions, 75,076 bytes of code, a cost of 229,665.
            assertEquals(229_665_000L, checked.prepareNanos());
            assertEquals(4 * MIB + 147 * 1_024 + 75_076 * 14, checked.prepareBytes());
            try (WasmTool tool = engine.prepare(checked)) {
                assertEquals(tool.reservedBytes(), checked.callBytes());
            }
        }
    }

    @Test
    void takesLessOnceItIsKept() throws Exception {
        try (WasmEngine engine =
                WasmEngine.builder()
                        .hostModule(new FakeWasi())
                        .cacheDirectory(cache.resolve("compiled"))
                        .build()) {
            CheckedTool first = engine.check(csv());
            engine.prepare(first).close();
            CheckedTool second = engine.check(csv());
            assertTrue(second.prepareBytes() < first.prepareBytes(), "bytes");
            assertTrue(second.prepareNanos() < first.prepareNanos(), "nanos");
        }
    }

    @Test
    void isRefusedWhereItWouldBeWhenItIsPrepared() {
        try (WasmEngine engine = WasmEngine.builder().hostModule(new FakeWasi()).build()) {
            var command = Guests.spec("csv", Guests.example("csv-summary")).abi(Abi.COMMAND);
            InvalidModuleException refused =
                    assertThrows(InvalidModuleException.class, () -> engine.check(command.build()));
            String text = String.valueOf(refused.getMessage());
            assertTrue(text.startsWith("WASM module must export '_start()'"), text);
        }
    }

    @Test
    void hasAsMuchCodeAsMemoryForIt() {
        assertEquals(0, CheckedTool.codeBytesWithin(0));
        assertEquals(5_242_880, CheckedTool.codeBytesWithin(99 * MIB));
    }

    @Test
    void getsTheMemoryThatFits() {
        SandboxLimits defaults = SandboxLimits.DEFAULTS;
        long wanted = defaults.maxMemoryBytes();
        assertEquals(wanted, Reservation.largestMemory(Abi.VEX, defaults, 200 * MIB));
        assertEquals(28 * MIB, Reservation.largestMemory(Abi.VEX, defaults, 99 * MIB));
        assertEquals(18 * MIB, Reservation.largestMemory(Abi.COMMAND, defaults, 99 * MIB));
        assertEquals(MIB, Reservation.largestMemory(Abi.VEX, defaults, 0));
    }
}

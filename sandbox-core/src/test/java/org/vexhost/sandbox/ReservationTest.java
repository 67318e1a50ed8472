package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.SandboxLimits;

@DisplayName("What a call can come to hold")
class ReservationTest {

    private static final long KEPT = 1 << 20;
    private static final long REST = (256 << 10) + (256 << 10) + 8 * 1000;

    private static long reserved(String guest, Abi abi, SandboxLimits limits) throws Exception {
        try (WasmEngine engine = WasmEngine.builder().hostModule(new FakeWasi()).build()) {
            return engine.prepare(
                            Guests.spec("tool", Guests.hostile(guest))
                                    .abi(abi)
                                    .limits(limits)
                                    .build())
                    .reservedBytes();
        }
    }

    private static final SandboxLimits LIMITS =
            SandboxLimits.builder()
                    .maxMemoryBytes(8 << 20)
                    .maxInputBytes(1 << 20)
                    .maxOutputBytes(2 << 20)
                    .build();

    @Test
    void isTheMemoryTwiceWhereItGrowsAndInputAndResultAndTheCharactersOfTheResult()
            throws Exception {
        long expected = 2 * (8 << 20) + KEPT + (1 << 20) + 3 * (2 << 20) + REST;
        assertEquals(expected, reserved("isolation-memory-grown", Abi.VEX, LIMITS));
    }

    @Test
    void isTheMemoryOnceWhereItCannotGrow() throws Exception {
        SandboxLimits limits = LIMITS.toBuilder().maxMemoryBytes(64 << 20).build();
        long expected = (64 << 20) + (1 << 20) + 3 * (2 << 20) + REST;
        assertEquals(expected, reserved("memory-minimum-at-limit", Abi.VEX, limits));
    }

    @Test
    void isMoreForACommandWhoseResultIsCollected() throws Exception {
        long expected = 2 * (8 << 20) + KEPT + (1 << 20) + 5 * (2 << 20) + REST;
        assertEquals(expected, reserved("command-echo", Abi.COMMAND, LIMITS));
    }
}

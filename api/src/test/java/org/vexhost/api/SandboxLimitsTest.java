package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Sandbox limits")
class SandboxLimitsTest {

    @Test
    void haveTheDocumentedDefaults() {
        SandboxLimits limits = SandboxLimits.DEFAULTS;
        assertEquals(67_108_864, limits.maxMemoryBytes());
        assertEquals(10_000_000, limits.maxFuel());
        assertEquals(Duration.ofSeconds(30), limits.timeout());
        assertEquals(1_000, limits.maxTableElements());
        assertEquals(10_485_760, limits.maxOutputBytes());
        assertEquals(10_485_760, limits.maxInputBytes());
        assertEquals(100_000, limits.maxCallDepth());
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                row(
                        "maxMemoryBytes is not 65536 to 1073741824 bytes [65535]",
                        b -> b.maxMemoryBytes(65_535)),
                row(
                        "maxMemoryBytes is not 65536 to 1073741824 bytes [1073741825]",
                        b -> b.maxMemoryBytes((1L << 30) + 1)),
                row("maxFuel is not 1 to 1000000000000 units [0]", b -> b.maxFuel(0)),
                row(
                        "maxFuel is not 1 to 1000000000000 units [1000000000001]",
                        b -> b.maxFuel(1_000_000_000_001L)),
                row("timeout is not 1 to 600000 ms [0]", b -> b.timeout(Duration.ZERO)),
                row(
                        "timeout is not 1 to 600000 ms [600001]",
                        b -> b.timeout(Duration.ofMillis(600_001))),
                row(
                        "maxTableElements is not 0 to 1000000 elements [-1]",
                        b -> b.maxTableElements(-1)),
                row("maxOutputBytes is not 1 to 67108864 bytes [0]", b -> b.maxOutputBytes(0)),
                row(
                        "maxInputBytes is not 1 to 67108864 bytes [67108865]",
                        b -> b.maxInputBytes((64 << 20) + 1)),
                row("maxCallDepth is not 100 to 1000000 units [99]", b -> b.maxCallDepth(99)));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void refuseValuesOutOfRange(String message, UnaryOperator<SandboxLimits.Builder> change) {
        SandboxLimits.Builder builder = change.apply(SandboxLimits.builder());
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertEquals(message, e.getMessage());
    }

    @Test
    void keepWhatABuilderDoesNotChange() {
        SandboxLimits limits = SandboxLimits.CEILINGS.toBuilder().maxFuel(5).build();
        assertEquals(5, limits.maxFuel());
        assertEquals(
                SandboxLimits.CEILINGS, limits.toBuilder().maxFuel(1_000_000_000_000L).build());
    }

    private static Arguments row(String message, UnaryOperator<SandboxLimits.Builder> change) {
        return Arguments.of(message, change);
    }
}

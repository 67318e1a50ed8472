package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** What a reader plans with. The budget of calls is 60 % of the heap. */
    @Test
    void isWhatTheTableInTheDocumentationSays() throws Exception {
        Pattern row =
                Pattern.compile(
                        "\\| `(vex|command)` \\| (\\d+) MiB \\| (yes|no) \\| (\\d+) MiB \\| (\\d+) MiB"
                                + " \\| ([\\d.]+) MiB \\| (\\d+) \\|");
        long budget = (1L << 30) / 100 * 60;
        int rows = 0;
        for (String line : Files.readAllLines(Path.of("../docs/sizing.md"))) {
            Matcher cells = row.matcher(line);
            if (cells.matches()) {
                SandboxLimits limits =
                        SandboxLimits.builder()
                                .maxMemoryBytes(Long.parseLong(cells.group(2)) << 20)
                                .maxInputBytes(Integer.parseInt(cells.group(4)) << 20)
                                .maxOutputBytes(Integer.parseInt(cells.group(5)) << 20)
                                .build();
                long bytes =
                        Reservation.bytes(
                                limits.maxMemoryBytes(),
                                cells.group(3).equals("yes"),
                                Abi.valueOf(cells.group(1).toUpperCase(Locale.ROOT)),
                                limits);
                assertEquals(
                        String.format(Locale.ROOT, "%.1f", bytes / (double) (1 << 20)),
                        cells.group(6),
                        line);
                assertEquals(budget / bytes, Long.parseLong(cells.group(7)), line);
                rows++;
            }
        }
        assertEquals(6, rows);
    }
}

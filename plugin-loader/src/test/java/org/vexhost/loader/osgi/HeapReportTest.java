package org.vexhost.loader.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.sandbox.Abi;
import org.vexhost.sandbox.Reservation;

@DisplayName("The report of what fits into a heap")
class HeapReportTest {

    private static final Path PAGE = Path.of("../docs/operators.md");
    private static final Pattern ROW =
            Pattern.compile(
                    "\\| (\\d+) (MiB|GiB) \\| (\\d+) MiB \\| (\\d+) MiB \\| (\\d+) MiB"
                            + " \\| ([\\d.]+) MB \\|");

    @Test
    void saysWhatThePageSays() throws Exception {
        List<Matcher> rows =
                Files.readAllLines(PAGE).stream()
                        .map(ROW::matcher)
                        .filter(Matcher::matches)
                        .toList();
        assertEquals(4, rows.size());
        HostSettings settings = HostSettings.defaultsFor(Path.of("home"));
        for (Matcher row : rows) {
            long mebibytes = Long.parseLong(row.group(1)) << (row.group(2).equals("GiB") ? 10 : 0);
            String expected =
                    ("heap of %d MiB: calls may reserve %s MiB together, one alone %s MiB, which is"
                                    + " for a maxMemoryBytes of up to %s MiB; modules with up to"
                                    + " about %s MB of code can be compiled")
                            .formatted(
                                    mebibytes,
                                    row.group(3),
                                    row.group(4),
                                    row.group(5),
                                    row.group(6));
            HeapBudget heap = new HeapBudget(mebibytes << 20);
            assertEquals(expected, HeapReport.text(heap, settings));
        }
    }

    /** {@code vexhost doctor} warns of smaller heaps than this. */
    @Test
    void fitsTheDefaultMemoryFrom210MiB() {
        HostSettings settings = HostSettings.defaultsFor(Path.of("home"));
        assertTrue(memory(settings, 209) < settings.defaults().maxMemoryBytes());
        assertEquals(settings.defaults().maxMemoryBytes(), memory(settings, 210));
    }

    private static long memory(HostSettings settings, long mebibytes) {
        long budget = new HeapBudget(mebibytes << 20).totalBytes();
        return Reservation.largestMemory(Abi.VEX, settings.defaults(), budget);
    }
}

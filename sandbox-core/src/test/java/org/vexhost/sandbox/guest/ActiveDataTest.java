package org.vexhost.sandbox.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.compile.StrictCompiler;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("The active data segments of a module")
final class ActiveDataTest {

    private static final int PAGE = 65_536;

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Segment(int offset, byte[] bytes) {}

    private static byte[] module(List<Segment> segments) {
        var module = new ModuleWriter().memory(1, 1);
        for (Segment each : segments) {
            Bytes constant = Bytes.of(0, 0x41).s64(each.offset()).u8(0x0B);
            module.entry(11, constant.u32(each.bytes().length).raw(each.bytes()));
        }
        return module.toByteArray();
    }

    private static GuestInstance guest(List<Segment> segments, Mode mode)
            throws InvalidModuleException {
        var options =
                new InstanceOptions(
                        PAGE, 100, 0, new FuelGauge(Long.MAX_VALUE), MemoryPool.NONE, null);
        return StrictCompiler.uncached()
                .compile(module(segments), new CompileOptions(ModuleLimits.GENEROUS, mode))
                .instantiate(ImportValues.empty(), options);
    }

    private static int chunks(List<Segment> segments) throws InvalidModuleException {
        ModuleLayout layout = ModuleLayout.of(module(segments), ModuleLimits.GENEROUS);
        return new ActiveData(layout.initialState()).chunks();
    }

    private static Segment segment(int offset, int... bytes) {
        return new Segment(offset, Bytes.of(bytes).toByteArray());
    }

    @Test
    @DisplayName("are joined if they follow each other closely")
    void joined() throws InvalidModuleException {
        assertEquals(0, chunks(List.of()));
        Segment large = segment(300, new int[300]);
        assertEquals(1, chunks(List.of(segment(8, 1, 2), segment(10, 3), segment(43, 4), large)));
        assertEquals(2, chunks(List.of(segment(42, 4), large)));
        assertEquals(2, chunks(List.of(segment(8, 1), segment(1_000, 2))));
        assertEquals(1, chunks(List.of(segment(50, 1), segment(10, 2), segment(90, 3))));
        // One of them replaces what another has written, so their order matters.
        assertEquals(3, chunks(List.of(segment(8, 1, 2), segment(10, 3), segment(9, 3))));
        assertEquals(2, chunks(List.of(segment(0x7FFF_FFF0, 1), segment(0x7FFF_FFFF, 2))));
    }

    @Test
    @DisplayName("are not joined with more zeros than they need heap one by one")
    void bounded() throws InvalidModuleException {
        List<Segment> sparse = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sparse.add(segment(257 * i, 1));
        }
        int joined = sparse.size() - chunks(sparse);
        assertEquals(200 * 45 / 256, joined);
    }

    @Test
    @DisplayName("fill the memory as if each were written by itself")
    void sameMemory() throws InvalidModuleException {
        Random random = new Random(20_261_129);
        int joined = 0;
        for (int round = 0; round < 60; round++) {
            List<Segment> segments = new ArrayList<>();
            boolean isSeparate = round % 3 > 0;
            int next = 0;
            for (int i = 0; i < 50; i++) {
                boolean isAnywhere = !isSeparate && random.nextInt(8) == 0;
                int offset = isAnywhere ? random.nextInt(8_000) : next + random.nextInt(300);
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                segments.add(new Segment(offset, bytes));
                next = offset + bytes.length;
            }
            if (isSeparate) {
                Collections.shuffle(segments, random);
            }
            byte[] expected = new byte[PAGE];
            for (Segment each : segments) {
                System.arraycopy(each.bytes(), 0, expected, each.offset(), each.bytes().length);
            }
            joined += segments.size() - chunks(segments);
            Mode mode = round % 6 == 0 ? Mode.REWRITTEN : Mode.COMPILED;
            try (GuestInstance guest = guest(segments, mode)) {
                assertArrayEquals(expected, guest.memory().readBytes(0, PAGE));
            }
        }
        assertTrue(joined > 500, "joined: " + joined);
    }

    @Test
    @DisplayName("trap if one of them does not fit, even an empty one")
    void outOfBounds() throws InvalidModuleException {
        for (Segment last :
                List.of(segment(PAGE, 1), segment(PAGE + 1), segment(-1, 1), segment(-1))) {
            for (List<Segment> segments :
                    List.of(List.of(last), List.of(segment(PAGE - 2, 1, 2), last))) {
                var trap =
                        assertThrows(
                                GuestTrapException.class, () -> guest(segments, Mode.COMPILED));
                assertEquals(TrapKind.MEMORY_OUT_OF_BOUNDS, trap.kind());
            }
        }
        guest(List.of(segment(PAGE - 2, 1, 2), segment(PAGE)), Mode.COMPILED).close();
    }
}

package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.guest.TrapKind;
import org.vexhost.sandbox.snapshot.MemoryImage;
import org.vexhost.sandbox.snapshot.Snapshot;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("A guest that goes on from a snapshot")
final class SnapshotModesTest {

    private static final int MEMORY_BYTES = 1 << 20;
    private static final long PLENTY = 1 << 30;

    /** What the guest tells: counts, globals, memory, tables. */
    private static final String STATE =
            "[1,1,1,1,5,305419896,1069547520,3221356544,7,0,5,97,31,101,0,4,3,1,4,3]";

    private static CompiledModule module(Mode mode) throws Exception {
        byte[] wasm = Files.readAllBytes(Path.of("src/test/guests/core/snapshot.wasm"));
        return StrictCompiler.uncached()
                .compile(wasm, new CompileOptions(ModuleLimits.DEFAULT, mode));
    }

    private static InstanceOptions options(FuelGauge gauge) {
        return new InstanceOptions(MEMORY_BYTES, 100, 100_000, gauge, MemoryPool.NONE, null);
    }

    private static InstanceOptions options() {
        return options(new FuelGauge(PLENTY));
    }

    private static GuestInstance initialised(CompiledModule module) {
        GuestInstance guest = module.instantiate(ImportValues.empty(), options());
        guest.call("_initialize");
        guest.call("wizer.initialize");
        return guest;
    }

    private static Snapshot snapshot(CompiledModule module) {
        try (GuestInstance guest = initialised(module)) {
            assertEquals(guest.snapshotBytes(), guest.snapshot().heapBytes());
            return guest.snapshot();
        }
    }

    private static String tell(GuestInstance guest) {
        long packed = guest.call("vex_execute", 1024, 2)[0];
        byte[] text = guest.memory().readBytes((int) (packed >>> 32), (int) packed);
        return new String(text, StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("finds memory, globals and tables as the first one left them, every time")
    @EnumSource(Mode.class)
    void state(Mode mode) throws Exception {
        CompiledModule module = module(mode);
        try (GuestInstance guest = initialised(module)) {
            assertEquals(STATE, tell(guest));
        }
        Snapshot snapshot = snapshot(module);
        for (int i = 0; i < 20; i++) {
            try (GuestInstance guest = module.restore(ImportValues.empty(), snapshot, options())) {
                assertEquals(STATE, tell(guest));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("has no segments that the first one dropped, and all others")
    @EnumSource(Mode.class)
    void segments(Mode mode) throws Exception {
        CompiledModule module = module(mode);
        Snapshot snapshot = snapshot(module);
        // The active and the dropped one are gone, the passive one is not.
        assertEquals(BitSet.valueOf(new long[] {0b101}), snapshot.droppedData());
        assertEquals(BitSet.valueOf(new long[] {0b100}), snapshot.droppedElements());
        for (char use : new char[] {'1', '2'}) {
            try (GuestInstance guest = module.restore(ImportValues.empty(), snapshot, options())) {
                guest.memory().writeByte(1025, (byte) use);
                GuestTrapException trap =
                        assertThrows(
                                GuestTrapException.class, () -> guest.call("vex_execute", 1024, 3));
                assertEquals(
                        use == '1' ? TrapKind.MEMORY_OUT_OF_BOUNDS : TrapKind.TABLE_OUT_OF_BOUNDS,
                        trap.kind());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("uses the fuel of what it does itself, and no other")
    @EnumSource(value = Mode.class, mode = EnumSource.Mode.EXCLUDE, names = "UNMETERED")
    void fuel(Mode mode) throws Exception {
        CompiledModule module = module(mode);
        FuelGauge whole = new FuelGauge(PLENTY);
        long before;
        try (GuestInstance guest = module.instantiate(ImportValues.empty(), options(whole))) {
            guest.call("_initialize");
            guest.call("wizer.initialize");
            before = whole.consumed();
            tell(guest);
        }
        FuelGauge rest = new FuelGauge(PLENTY);
        try (GuestInstance guest =
                module.restore(ImportValues.empty(), snapshot(module), options(rest))) {
            assertEquals(0, rest.consumed());
            tell(guest);
        }
        assertEquals(whole.consumed() - before, rest.consumed());
    }

    @Test
    @DisplayName("can be the source of the same snapshot again")
    void again() throws Exception {
        CompiledModule module = module(Mode.COMPILED);
        Snapshot first = snapshot(module);
        try (GuestInstance guest = module.restore(ImportValues.empty(), first, options())) {
            Snapshot second = guest.snapshot();
            assertArrayEquals(memory(first), memory(second));
            assertEquals(first.heapBytes(), second.heapBytes());
            for (int i = 0; i < first.globalCount(); i++) {
                assertEquals(first.global(i), second.global(i));
            }
            for (int i = 0; i < first.tableCount(); i++) {
                assertArrayEquals(first.table(i), second.table(i));
            }
            assertEquals(first.droppedData(), second.droppedData());
            assertEquals(first.droppedElements(), second.droppedElements());
        }
    }

    private static byte[] memory(Snapshot snapshot) {
        byte[] memory = new byte[snapshot.memory().sizeBytes()];
        snapshot.memory().copyTo(memory);
        return memory;
    }

    @Test
    @DisplayName(
            "has the limits of its own: growth ends where the module's maximum or the host's is")
    void growth() throws Exception {
        CompiledModule module = module(Mode.COMPILED);
        Snapshot snapshot = snapshot(module);
        try (GuestInstance guest = module.restore(ImportValues.empty(), snapshot, options())) {
            assertEquals(5, guest.memory().pages());
            assertEquals(-1, guest.memory().grow(12));
            assertTrue(guest.memory().isGrowthRefused());
            assertEquals(5, guest.memory().grow(11));
            assertEquals(MEMORY_BYTES, guest.memory().byteLength());
            assertEquals(31, guest.memory().readInt(300_000));
            assertEquals(0, guest.memory().readInt(MEMORY_BYTES - 4));
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("has no byte beyond its memory if its code cannot grow it")
    @EnumSource(Mode.class)
    void bounds(Mode mode) throws Exception {
        ModuleWriter writer = new ModuleWriter().memory(1, 100);
        int type = writer.type(new int[] {ModuleWriter.I32}, new int[] {ModuleWriter.I32});
        writer.function(type, new int[0], Bytes.of(0x20, 0, 0x28, 2, 0));
        writer.export("load", 0, 0);
        CompiledModule module =
                StrictCompiler.uncached()
                        .compile(
                                writer.toByteArray(),
                                new CompileOptions(ModuleLimits.DEFAULT, mode));
        Snapshot snapshot;
        try (GuestInstance guest = module.instantiate(ImportValues.empty(), options())) {
            guest.memory().writeI32(65_532, 7);
            snapshot = guest.snapshot();
        }
        assertTrue(module.fits(snapshot, MEMORY_BYTES));
        MemoryImage longer = MemoryImage.of(memory(snapshot), 1 << 16, 2 << 16);
        int globals = snapshot.globalCount();
        assertFalse(module.fits(with(longer, globals, new int[0][], 0), MEMORY_BYTES));
        try (GuestInstance guest = module.restore(ImportValues.empty(), snapshot, options())) {
            assertEquals(7, guest.call("load", 65_532)[0]);
            for (int address : new int[] {65_533, 65_536, 70_000, 98_300, -1}) {
                GuestTrapException trap =
                        assertThrows(GuestTrapException.class, () -> guest.call("load", address));
                assertEquals(TrapKind.MEMORY_OUT_OF_BOUNDS, trap.kind());
            }
        }
    }

    @Test
    @DisplayName("is not made of what cannot be the module's")
    void fits() throws Exception {
        CompiledModule module = module(Mode.COMPILED);
        Snapshot good = snapshot(module);
        assertTrue(module.fits(good, MEMORY_BYTES));
        assertFalse(module.fits(good, 4 << 16));
        int[][] tables = {good.table(0), good.table(1)};
        assertTrue(module.fits(with(good.memory(), 11, tables, 1), MEMORY_BYTES));
        assertFalse(module.fits(with(good.memory(), 10, tables, 1), MEMORY_BYTES));
        assertFalse(module.fits(with(good.memory(), 12, tables, 1), MEMORY_BYTES));
        assertFalse(module.fits(with(good.memory(), 11, tables, 9), MEMORY_BYTES));
        assertFalse(module.fits(with(good.memory(), 11, new int[1][4], 1), MEMORY_BYTES));
        assertFalse(module.fits(with(good.memory(), 11, new int[][] {{0}, {0}}, 1), MEMORY_BYTES));
        assertFalse(
                module.fits(with(good.memory(), 11, new int[][] {{0, 99}, {0}}, 1), MEMORY_BYTES));
        assertFalse(
                module.fits(with(good.memory(), 11, new int[][] {{0, -2}, {0}}, 1), MEMORY_BYTES));
        assertFalse(
                module.fits(
                        with(good.memory(), 11, new int[][] {new int[9], {0}}, 1), MEMORY_BYTES));
        MemoryImage small = MemoryImage.of(new byte[1 << 16], 1 << 16, 1 << 16);
        assertFalse(module.fits(with(small, 11, tables, 1), MEMORY_BYTES));
        MemoryImage odd = MemoryImage.of(new byte[200_000], 200_000, 200_000);
        assertFalse(module.fits(with(odd, 11, tables, 1), MEMORY_BYTES));
    }

    /** Of the values of globals, two are for fields of their own. */
    private static Snapshot with(MemoryImage memory, int globals, int[][] tables, int segment) {
        BitSet dropped = new BitSet();
        dropped.set(segment);
        return new Snapshot(
                memory, new long[globals], Arrays.copyOf(tables, tables.length), dropped, dropped);
    }
}

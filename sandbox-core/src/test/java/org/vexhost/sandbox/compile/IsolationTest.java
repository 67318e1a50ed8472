package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.TableLimits;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FlatMemory;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.guest.TrapKind;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.Guests;
import org.vexhost.sandbox.testing.ModuleWriter;

/** Guests of one module share nothing but code, and what Chicory gets wrong is right here. */
final class IsolationTest {

    private static final long PLENTY = 1_000_000_000;
    private static final int LOOPS = 10_000;

    private static CompiledModule compile(byte[] module, Mode mode) throws InvalidModuleException {
        return StrictCompiler.uncached()
                .compile(module, new CompileOptions(ModuleLimits.DEFAULT, mode));
    }

    private static GuestInstance guest(CompiledModule module, long memory, int elements) {
        return module.instantiate(
                ImportValues.empty(),
                new InstanceOptions(
                        memory,
                        elements,
                        InstanceOptions.DEFAULT_CALL_DEPTH,
                        new FuelGauge(PLENTY),
                        MemoryPool.NONE,
                        null));
    }

    private static GuestInstance guest(CompiledModule module) {
        return guest(module, 64 << 20, 1_000);
    }

    private static long run(byte[] module, Mode mode) throws InvalidModuleException {
        return guest(compile(module, mode)).call("run", 0)[0];
    }

    private static TrapKind trap(byte[] module, Mode mode) throws InvalidModuleException {
        GuestInstance guest = guest(compile(module, mode));
        return assertThrows(GuestTrapException.class, () -> guest.call("run", 0)).kind();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName(
            "A table that grew in one guest is as declared in the next, and stops at its maximum")
    void tablesDoNotGrowForOthers(Mode mode) throws InvalidModuleException {
        // table.grow by 4, then its size
        Bytes grow = Bytes.of(0xD0, 0x70, 0x41, 4, 0xFC, 15, 0, 0x1A, 0xFC, 16, 0);
        CompiledModule module = compile(Guests.answering(grow), mode);
        for (int i = 0; i < 5; i++) {
            GuestInstance guest = guest(module);
            assertEquals(6, guest.call("run", 0)[0]);
            assertEquals(6, guest.call("run", 0)[0]);
        }
        assertEquals(0, TableLimits.unbounded().min());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("All tables of a guest share one limit")
    void tablesShareTheirLimit(Mode mode) throws InvalidModuleException {
        Bytes grow = Bytes.of(0xD0, 0x70, 0x41, 2, 0xFC, 15, 1);
        CompiledModule module = compile(Guests.answering(grow), mode);
        assertEquals(3, guest(module, 1 << 20, 7).call("run", 0)[0]);
        assertEquals(-1, guest(module, 1 << 20, 6).call("run", 0)[0]);
        guest(module, 1 << 20, 5);
        assertThrows(IllegalArgumentException.class, () -> guest(module, 1 << 20, 4));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("A table that is asked to grow by 0x7fffffff or more answers -1")
    void tableGrowsByTooMuch(Mode mode) throws InvalidModuleException {
        for (long count : new long[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            Bytes grow = Bytes.of(0xD0, 0x70, 0x41).s64(count).u8(0xFC, 15, 1);
            assertEquals(-1, run(Guests.answering(grow), mode));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("Memory stops at the host's limit and at the module's")
    void memoryStopsAtItsLimits(Mode mode) throws InvalidModuleException {
        Bytes grow = Bytes.of(0x41, 1, 0x40, 0);
        CompiledModule module = compile(Guests.answering(grow), mode);
        GuestInstance guest = guest(module);
        for (int pages : new int[] {1, 2, 3, -1, -1}) {
            assertEquals(pages, guest.call("run", 0)[0]);
        }
        assertEquals(4 << 16, guest.memory().byteLength());
        GuestInstance small = guest(module, (2 << 16) + 65_535, 1_000);
        assertEquals(1, small.call("run", 0)[0]);
        assertEquals(-1, small.call("run", 0)[0]);
        assertThrows(IllegalArgumentException.class, () -> guest(module, 65_535, 1_000));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("What host functions hold counts against the same limit as memory")
    void whatIsHeldCountsAsMemory(Mode mode) throws InvalidModuleException {
        Bytes grow = Bytes.of(0x41, 1, 0x40, 0);
        GuestInstance guest = guest(compile(Guests.answering(grow), mode), 3 << 16, 1_000);
        FlatMemory memory = guest.memory();
        assertTrue(memory.hold(1 << 16));
        assertEquals(1, guest.call("run", 0)[0]);
        assertFalse(memory.isGrowthRefused());
        assertEquals(-1, guest.call("run", 0)[0]);
        assertTrue(memory.isGrowthRefused());
        assertFalse(memory.hold(1));
        assertTrue(memory.hold(0));
        assertEquals(3 << 16, memory.peakBytes());
        memory.giveBack(1 << 16);
        assertThrows(IllegalArgumentException.class, () -> memory.giveBack(1));
        assertThrows(IllegalArgumentException.class, () -> memory.hold(-1));
        assertEquals(2, guest.call("run", 0)[0]);
        assertFalse(memory.hold(1));
        assertEquals(3 << 16, memory.peakBytes());
        assertEquals(3 << 16, memory.byteLength());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("Memory, globals and drops of one guest are not those of another")
    void stateIsTheGuestsOwn(Mode mode) throws InvalidModuleException {
        // Adds what is in memory at 5 ('b'), counts the global up, writes both, drops the data.
        Bytes code =
                Bytes.of(0x41, 0, 0x41, 0, 0x41, 3, 0xFC, 8, 1, 0, 0xFC, 9, 1, 0xFC, 13, 1)
                        .u8(0x23, 0, 0x41, 1, 0x6A, 0x24, 0)
                        .u8(0x41, 5, 0x41, 5, 0x2D, 0, 0, 0x41, 1, 0x6A, 0x3A, 0, 0)
                        .u8(0x41, 5, 0x2D, 0, 0, 0x23, 0, 0x41)
                        .s64(1000)
                        .u8(0x6C, 0x6A);
        CompiledModule module = compile(Guests.answering(code), mode);
        for (int i = 0; i < 3; i++) {
            assertEquals('c' + 6_000, guest(module).call("run", 0)[0]);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("table.copy works between tables of different sizes")
    void tableCopyBetweenSizes(Mode mode) throws InvalidModuleException {
        Bytes copy =
                Bytes.of(0x41, 2, 0x41, 0, 0x41, 1, 0xFC, 14, 1, 0)
                        .u8(0x20, 0, 0x41, 2, 0x11, 0, 1);
        assertEquals(7, run(Guests.of(copy), mode));
        Bytes outside = Bytes.of(0x41, 0, 0x41, 0, 0x41, 3, 0xFC, 14, 0, 1, 0x42, 0);
        assertEquals(TrapKind.TABLE_OUT_OF_BOUNDS, trap(Guests.of(outside), mode));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("memory.fill that wraps writes nothing and traps")
    void memoryFillWraps(Mode mode) throws InvalidModuleException {
        Bytes fill = Bytes.of(0x41).s64(-16).u8(0x41, 1, 0x41, 32, 0xFC, 11, 0, 0x42, 0);
        CompiledModule module = compile(Guests.of(fill), mode);
        GuestInstance guest = guest(module);
        assertEquals(
                TrapKind.MEMORY_OUT_OF_BOUNDS,
                assertThrows(GuestTrapException.class, () -> guest.call("run", 0)).kind());
        byte[] memory = guest.memory().data;
        assertEquals(0, memory[memory.length - 1]);
        assertEquals(0, memory[0]);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("memory.init of an active segment and table.init of one trap")
    void activeSegmentsAreDropped(Mode mode) throws InvalidModuleException {
        Bytes data = Bytes.of(0x41, 0, 0x41, 0, 0x41, 1, 0xFC, 8, 0, 0, 0x42, 0);
        assertEquals(TrapKind.MEMORY_OUT_OF_BOUNDS, trap(Guests.of(data), mode));
        Bytes elements = Bytes.of(0x41, 0, 0x41, 0, 0x41, 1, 0xFC, 12, 0, 0, 0x42, 0);
        assertEquals(TrapKind.TABLE_OUT_OF_BOUNDS, trap(Guests.of(elements), mode));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("memory.init reads a segment where it is: 10,000 bytes of it are no 640 MB")
    void dataIsNotCopied(Mode mode) throws InvalidModuleException {
        int bytes = 64 << 10;
        ModuleWriter writer = looping(Bytes.of(0x41, 0, 0x41, 7, 0x41, 1, 0xFC, 8, 0, 0));
        writer.entry(11, Bytes.of(1).u32(bytes).u8(new int[bytes]));
        assertAllocatesLessThan((long) LOOPS * bytes / 10, writer, mode);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("table.init reads a segment where it is")
    void elementsAreNotCopied(Mode mode) throws InvalidModuleException {
        int count = 10_000;
        ModuleWriter writer = looping(Bytes.of(0x41, 0, 0x41, 7, 0x41, 1, 0xFC, 12, 0, 0));
        writer.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0).u32(3));
        writer.entry(9, Bytes.of(1, 0).u32(count).u8(new int[count]));
        assertAllocatesLessThan((long) LOOPS * count, writer, mode);
    }

    /** A function that does something as often as its argument tells. */
    private static ModuleWriter looping(Bytes what) {
        ModuleWriter writer = new ModuleWriter().memory(1, 1).countData();
        int type = writer.type(new int[] {ModuleWriter.I32}, new int[] {ModuleWriter.I64});
        Bytes next = Bytes.of(0x20, 0, 0x41, 1, 0x6B, 0x22, 0, 0x0D, 0);
        writer.function(
                type, new int[] {}, Bytes.of(0x03, 0x40).add(what).add(next).u8(0x0B, 0x42, 0));
        return writer.export("run", 0, 0);
    }

    private static void assertAllocatesLessThan(long bytes, ModuleWriter writer, Mode mode)
            throws InvalidModuleException {
        GuestInstance guest = guest(compile(writer.toByteArray(), mode));
        guest.call("run", 1);
        long before = allocatedBytes();
        guest.call("run", LOOPS);
        long allocated = allocatedBytes() - before;
        assertTrue(allocated < bytes, () -> allocated + " bytes");
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("table.fill and table.init that wrap write nothing and trap")
    void tableOperationsThatWrap(Mode mode) throws InvalidModuleException {
        for (long from : new long[] {Integer.MAX_VALUE, -1}) {
            Bytes fill = Bytes.of(0x41).s64(from).u8(0xD0, 0x70, 0x41, 1, 0xFC, 17, 0, 0x42, 0);
            assertEquals(TrapKind.TABLE_OUT_OF_BOUNDS, trap(Guests.of(fill), mode));
            Bytes init = Bytes.of(0x41, 0, 0x41).s64(from).u8(0x41, 1, 0xFC, 12, 1, 0, 0x42, 0);
            assertEquals(TrapKind.TABLE_OUT_OF_BOUNDS, trap(Guests.of(init), mode));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("An address and an offset that only fit when they wrap are out of bounds")
    void addressesDoNotWrap(Mode mode) throws InvalidModuleException {
        long[][] cases = {
            {-1, 5}, {16, 0xFFFF_FFF8L}, {0x7FFF_FFFF, 0x7FFF_FFFF}, {-1, 0xFFFF_FFFFL}, {65_533, 0}
        };
        for (long[] access : cases) {
            Bytes load = Bytes.of(0x41).s64(access[0]).u8(0x28, 2).u32(access[1]);
            assertEquals(TrapKind.MEMORY_OUT_OF_BOUNDS, trap(Guests.answering(load), mode));
            Bytes store =
                    Bytes.of(0x41).s64(access[0]).u8(0x41, 1, 0x36, 2).u32(access[1]).u8(0x42, 0);
            assertEquals(TrapKind.MEMORY_OUT_OF_BOUNDS, trap(Guests.of(store), mode));
            for (int op : new int[] {0x3A, 0x3B, 0x3C, 0x3D, 0x3E}) {
                int constant = op < 0x3C ? 0x41 : 0x42;
                long address = access[1] == 0 ? 65_536 : access[0];
                Bytes narrow = Bytes.of(0x41).s64(address).u8(constant, 1, op, 0);
                narrow.u32(access[1]).u8(0x42, 0);
                assertEquals(TrapKind.MEMORY_OUT_OF_BOUNDS, trap(Guests.of(narrow), mode));
            }
        }
        Bytes last = Bytes.of(0x41).s64(65_532).u8(0x28, 2, 0);
        assertEquals(0, run(Guests.answering(last), mode));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("A product of which the low 32 bits are zero is zero to an if")
    void productIsTruncated(Mode mode) throws InvalidModuleException {
        Bytes square = Bytes.of(0x41).s64(1 << 20).u8(0x22, 1, 0x20, 1, 0x6C);
        Bytes choice = square.u8(0x04, 0x7F, 0x41, 1, 0x05, 0x41, 2, 0x0B);
        assertEquals(2, run(Guests.answering(choice), mode));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("A pool gets back every array that it gave, whatever happens")
    void poolGetsEverythingBack(Mode mode) throws InvalidModuleException {
        List<byte[]> out = new ArrayList<>();
        MemoryPool pool =
                new MemoryPool() {
                    @Override
                    public byte[] take(int byteLength) {
                        byte[] array = new byte[byteLength];
                        out.add(array);
                        return array;
                    }

                    @Override
                    public void give(byte[] used) {
                        assertTrue(out.removeIf(array -> array == used));
                    }
                };
        CompiledModule grows = compile(Guests.answering(Bytes.of(0x41, 1, 0x40, 0)), mode);
        var options =
                new InstanceOptions(1 << 20, 100, 1_000_000, new FuelGauge(PLENTY), pool, null);
        try (GuestInstance guest = grows.instantiate(ImportValues.empty(), options)) {
            guest.call("run", 0);
            assertEquals(1, out.size());
        }
        assertEquals(0, out.size());
    }
}

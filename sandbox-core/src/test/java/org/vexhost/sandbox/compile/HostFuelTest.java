package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FlatMemory;
import org.vexhost.sandbox.guest.FuelExhaustedException;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTable;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("What the host does for a guest")
final class HostFuelTest {

    private static final int[] NONE = {};
    private static final int PAGE = 1 << 16;
    private static final int MIB = 1 << 20;
    private static final long UNITS_PER_PAGE = 64;

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static CompiledModule compile(ModuleWriter module, Mode mode)
            throws InvalidModuleException {
        return StrictCompiler.uncached()
                .compile(module.toByteArray(), new CompileOptions(ModuleLimits.DEFAULT, mode));
    }

    private static GuestInstance instantiate(CompiledModule module, FuelGauge gauge) {
        return module.instantiate(
                ImportValues.empty(),
                new InstanceOptions(64 * MIB, 1_000_000, 1_000_000, gauge, MemoryPool.NONE, null));
    }

    /** {@code run(n)} does something n times. */
    private static ModuleWriter repeating(Bytes code, int pages, int elements) {
        ModuleWriter module = new ModuleWriter();
        module.entry(5, Bytes.of(0).u32(pages));
        module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0).u32(elements));
        int type = module.type(new int[] {ModuleWriter.I32}, NONE);
        module.function(
                type,
                NONE,
                Bytes.of(0x03, 0x40).add(code).u8(0x20, 0, 0x41, 1, 0x6B, 0x22, 0, 0x0D, 0, 0x0B));
        return module.export("run", 0, 0);
    }

    private static Bytes growMemory(int pages) {
        return Bytes.of(0x41).s64(pages).u8(0x40, 0, 0x1A);
    }

    private static Bytes growTable(int elements) {
        return Bytes.of(0xD0, 0x70, 0x41).s64(elements).u8(0xFC, 15, 0, 0x1A);
    }

    private interface Work {
        void run() throws Exception;
    }

    /** How many bytes this thread allocates meanwhile. */
    private static long allocated(Work work) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "INTERPRETED"})
    void tableThatGrowsByNothingIsNotCopied(Mode mode) throws Exception {
        CompiledModule module = compile(repeating(growTable(0), 1, 500_000), mode);
        GuestInstance guest = instantiate(module, new FuelGauge(Long.MAX_VALUE));
        guest.call("run", 1_000);
        long bytes = allocated(() -> guest.call("run", 1_000));
        assertTrue(bytes < MIB, bytes + " bytes allocated");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "INTERPRETED"})
    void tableThatGrowsByOneIsCopiedAFewTimesOnly(Mode mode) throws Exception {
        CompiledModule module = compile(repeating(growTable(1), 1, 100_000), mode);
        GuestInstance guest = instantiate(module, new FuelGauge(Long.MAX_VALUE));
        guest.call("run", 1_000);
        long bytes = allocated(() -> guest.call("run", 2_000));
        assertTrue(bytes < 2 * MIB, bytes + " bytes allocated");
        assertEquals(103_000, guest.memory().table0.size());
    }

    @Test
    void spareRoomOfATableIsNotTheGuests() throws Exception {
        CompiledModule module = compile(repeating(growTable(1), 1, 10), Mode.COMPILED);
        GuestInstance guest = instantiate(module, new FuelGauge(Long.MAX_VALUE));
        guest.call("run", 1);
        GuestTable table = guest.memory().table0;
        assertEquals(11, table.size());
        assertThrows(GuestTrapException.class, () -> table.ref(11));
        assertThrows(GuestTrapException.class, () -> table.requiredRef(11));
        assertThrows(GuestTrapException.class, () -> table.fill(11, 0, 1));
        table.fill(11, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "INTERPRETED"})
    void memoryBeyondTwoMebibytesCostsAUnitForEachKibibyte(Mode mode) throws Exception {
        CompiledModule module = compile(repeating(growMemory(1), 30, 0), mode);
        FuelGauge gauge = new FuelGauge(Long.MAX_VALUE);
        GuestInstance guest = instantiate(module, gauge);
        guest.call("run", 2);
        assertEquals(0, gauge.hostConsumed());
        long guestFuel = gauge.consumed();
        guest.call("run", 300);
        assertEquals(300 * UNITS_PER_PAGE, gauge.hostConsumed());
        // A call of the function, and eight for each time, with the page that was gained.
        assertEquals(guestFuel + 1 + 300 * 8, gauge.consumed());
        assertEquals(Long.MAX_VALUE - gauge.consumed() - gauge.hostConsumed(), gauge.remaining());
    }

    @Test
    void memoryThatAGuestBeginsWithCostsAsMuchAsMemoryThatItGainsLater() throws Exception {
        CompiledModule module = compile(repeating(growMemory(1), 132, 0), Mode.COMPILED);
        FuelGauge gauge = new FuelGauge(100 * UNITS_PER_PAGE + 1);
        instantiate(module, gauge);
        assertEquals(100 * UNITS_PER_PAGE, gauge.hostConsumed());
        FuelGauge less = new FuelGauge(100 * UNITS_PER_PAGE);
        assertThrows(FuelExhaustedException.class, () -> instantiate(module, less));
        assertEquals(0, less.consumed());
        assertEquals(100 * UNITS_PER_PAGE, less.hostConsumed());
        assertEquals(0, less.remaining());
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "INTERPRETED"})
    void guestAndHostDrawOnOneBudget(Mode mode) throws Exception {
        CompiledModule module = compile(repeating(growMemory(1), 32, 0), mode);
        FuelGauge plenty = new FuelGauge(Long.MAX_VALUE);
        instantiate(module, plenty).call("run", 200);
        long needed = plenty.consumed() + plenty.hostConsumed();
        FuelGauge enough = new FuelGauge(needed);
        instantiate(module, enough).call("run", 200);
        assertEquals(plenty.consumed(), enough.consumed());
        assertEquals(plenty.hostConsumed(), enough.hostConsumed());
        assertEquals(0, enough.remaining());
        for (long budget = needed - 200; budget < needed - 80; budget++) {
            FuelGauge less = new FuelGauge(budget);
            GuestInstance guest = instantiate(module, less);
            assertThrows(FuelExhaustedException.class, () -> guest.call("run", 200));
            assertEquals(budget, less.consumed() + less.hostConsumed());
            assertEquals(0, less.remaining());
            assertTrue(less.isExhausted());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9_999, 10_000, 10_001, 123_456})
    void chargesCountExactlyWhateverTheSlices(long units) throws Exception {
        CompiledModule module = compile(repeating(growMemory(0), 1, 0), Mode.COMPILED);
        for (long budget : new long[] {units, units + 1, units + 5_000, units + 54_321}) {
            FuelGauge gauge = new FuelGauge(budget);
            instantiate(module, gauge);
            if (budget == units) {
                assertThrows(FuelExhaustedException.class, () -> gauge.charge(units));
            } else {
                gauge.charge(units);
            }
            assertEquals(units, gauge.hostConsumed());
            assertEquals(0, gauge.consumed());
            assertEquals(budget - units, gauge.remaining());
        }
    }

    private static Bytes extended(int instructions) {
        return Bytes.of(0x41, 0).repeat((instructions - 2) / 2, Bytes.of(0x41, 0, 0x6A)).u8(0x0B);
    }

    /** Globals, elements and data, each of which takes so many instructions to place. */
    private static ModuleWriter segments(int count, int instructions) {
        Bytes expression = extended(instructions);
        ModuleWriter module = repeating(growMemory(0), 1, 10);
        for (int i = 0; i < count; i++) {
            module.entry(6, Bytes.of(ModuleWriter.I32, 0).add(expression));
            module.entry(9, Bytes.of(0).add(expression).u8(1, 0));
            module.entry(11, Bytes.of(0).add(expression).u8(1, 'x'));
        }
        return module;
    }

    @Test
    void constantExpressionsAreEvaluatedOnceForAllInstances() throws Exception {
        long plain = bytesOfAnInstance(compile(segments(30, 2), Mode.COMPILED));
        long extended = bytesOfAnInstance(compile(segments(30, 998), Mode.COMPILED));
        assertTrue(
                extended < plain + plain / 2, extended + " bytes allocated, in place of " + plain);
    }

    private static long bytesOfAnInstance(CompiledModule module) throws Exception {
        instantiate(module, new FuelGauge(1_000)).close();
        return allocated(() -> instantiate(module, new FuelGauge(1_000)).close());
    }

    @Test
    void constantExpressionsOfAModuleAreBoundedInAll() throws Exception {
        // 996 of each thousand are beyond the usual two.
        compile(segments(33, 998), Mode.COMPILED);
        InvalidModuleException refused =
                assertThrows(
                        InvalidModuleException.class,
                        () -> compile(segments(34, 998), Mode.COMPILED));
        assertEquals(InvalidModuleException.Reason.LIMIT_EXCEEDED, refused.reason());
        assertTrue(
                refused.getMessage()
                        .contains(
                                "extended constant expressions of the module exceed 100000"
                                        + " instructions in all"),
                refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "INTERPRETED"})
    void constantExpressionsHaveTheirValues(Mode mode) throws Exception {
        ModuleWriter module = repeating(growMemory(0), 1, 10);
        module.entry(6, Bytes.of(ModuleWriter.I32, 0, 0x41, 5, 0x0B));
        // 5 * 3 - 8 = 7
        Bytes seven = Bytes.of(0x23, 0, 0x41, 3, 0x6C, 0x41, 8, 0x6B, 0x0B);
        module.entry(6, Bytes.of(ModuleWriter.I32, 1).add(seven));
        module.entry(6, Bytes.of(ModuleWriter.I64, 1, 0x42, 2, 0x42, 7, 0x7D, 0x0B));
        module.entry(6, Bytes.of(ModuleWriter.FUNCREF, 0, 0xD2, 0, 0x0B));
        module.entry(9, Bytes.of(4).add(seven).u8(2, 0x23, 3, 0x0B, 0xD0, 0x70, 0x0B));
        module.entry(11, Bytes.of(0).add(seven).u8(1, 'x'));
        GuestInstance guest = instantiate(compile(module, mode), new FuelGauge(1_000));
        assertEquals(7, guest.memory().global1);
        assertEquals(-5, guest.memory().globals[2]);
        assertEquals(0, guest.memory().table0.ref(7));
        assertEquals(-1, guest.memory().table0.ref(8));
        assertEquals('x', guest.memory().read(7));
    }

    @Test
    void longFillsAndCopiesEndInTheMiddleWhenTheGuestIsToldToStop() throws Exception {
        CompiledModule module = compile(repeating(growMemory(0), 160, 0), Mode.COMPILED);
        for (int i = 0; i < 4; i++) {
            FuelGauge gauge =
                    new FuelGauge(
                            Long.MAX_VALUE,
                            () -> {
                                throw new Stopped();
                            });
            FlatMemory memory = instantiate(module, gauge).memory();
            Arrays.fill(memory.data, 5 * MIB, 10 * MIB, (byte) 1);
            gauge.stop();
            switch (i) {
                case 0 -> assertThrows(Stopped.class, () -> memory.fill((byte) 9, 0, 10 * MIB));
                case 1 -> assertThrows(Stopped.class, () -> memory.copy(0, 5 * MIB, 5 * MIB));
                case 2 -> assertThrows(Stopped.class, () -> memory.copy(5 * MIB, 0, 5 * MIB));
                default -> assertThrows(Stopped.class, () -> memory.grow(500));
            }
            // What comes last was not done.
            assertEquals(0, memory.data[i == 2 ? 10 * MIB - 1 : 5 * MIB - 1] & 2);
            assertEquals(i == 2 ? 1 : 0, memory.data[i == 2 ? 5 * MIB : 5 * MIB - 1]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4 * MIB - 1, 4 * MIB, 4 * MIB + 1, 5 * MIB + 17})
    void overlappingCopiesAreRightWhateverTheirLength(int size) throws Exception {
        CompiledModule module = compile(repeating(growMemory(0), 96, 0), Mode.COMPILED);
        FlatMemory memory = instantiate(module, new FuelGauge(Long.MAX_VALUE)).memory();
        byte[] expected = new byte[96 * PAGE];
        for (int[] move : new int[][] {{0, 3}, {3, 0}, {5, 5}, {0, MIB / 2}, {MIB / 2, 0}}) {
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (byte) ((i * 31) >> 7);
            }
            memory.write(0, expected);
            System.arraycopy(expected, move[0], expected, move[1], size);
            memory.copy(move[1], move[0], size);
            assertArrayEquals(expected, memory.readBytes(0, expected.length));
        }
        memory.fill((byte) 7, 3, 3 + size);
        Arrays.fill(expected, 3, 3 + size, (byte) 7);
        assertArrayEquals(expected, memory.readBytes(0, expected.length));
    }
}

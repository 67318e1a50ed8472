package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FuelExhaustedException;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.guest.TrapKind;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("A function too large for the JVM")
final class FallbackTest {

    private static final int I32 = ModuleWriter.I32;
    private static final int[] NONE = {};

    /**
     * Function 0 is large: it adds 1 to its parameter 15,000 times, calls function 1 with it, and
     * loops for as long as that says. Function 1 calls function 0 again, three times in all.
     */
    private static byte[] module() {
        ModuleWriter module = new ModuleWriter().memory(1, 2);
        module.entry(6, Bytes.of(I32, 1, 0x41, 3, 0x0B));
        int type = module.type(new int[] {I32}, new int[] {I32});
        Bytes large = Bytes.of(0x03, 0x40);
        large.repeat(15_000, Bytes.of(0x20, 0, 0x41, 1, 0x6A, 0x21, 0));
        large.u8(0x20, 0, 0x10, 1, 0x22, 0, 0x41).s64(100_000).u8(0x48, 0x0D, 0, 0x0B, 0x20, 0);
        module.function(type, NONE, large);
        Bytes small =
                Bytes.of(0x23, 0, 0x45, 0x04, 0x40, 0x20, 0, 0x0F, 0x0B)
                        .u8(0x23, 0, 0x41, 1, 0x6B, 0x24, 0, 0x20, 0, 0x10, 0);
        module.function(type, NONE, small);
        module.export("run", 0, 0);
        return module.toByteArray();
    }

    private static GuestInstance guest(Mode mode, FuelGauge gauge, int depth)
            throws InvalidModuleException {
        CompiledModule module =
                StrictCompiler.uncached()
                        .compile(module(), new CompileOptions(ModuleLimits.DEFAULT, mode));
        assertEquals(mode == Mode.INTERPRETED ? 2 : 1, module.interpretedFunctions());
        return module.instantiate(
                ImportValues.empty(),
                new InstanceOptions(1 << 20, 10, depth, gauge, MemoryPool.NONE, null));
    }

    @Test
    @DisplayName("answers, costs and nests as any other")
    void doesTheSame() throws InvalidModuleException {
        FuelGauge compiled = new FuelGauge(Long.MAX_VALUE);
        FuelGauge interpreted = new FuelGauge(Long.MAX_VALUE);
        long[] answer = guest(Mode.REWRITTEN, compiled, 1_000).call("run", 5);
        long[] expected = guest(Mode.INTERPRETED, interpreted, 1_000).call("run", 5);
        assertEquals(expected[0], answer[0]);
        assertEquals(interpreted.consumed(), compiled.consumed());
    }

    @Test
    @DisplayName("ends when the fuel does, to the unit")
    void endsWithTheFuel() throws InvalidModuleException {
        FuelGauge gauge = new FuelGauge(100_000);
        GuestInstance guest = guest(Mode.REWRITTEN, gauge, 1_000);
        assertThrows(FuelExhaustedException.class, () -> guest.call("run", 5));
        assertEquals(100_000, gauge.consumed());
    }

    @Test
    @DisplayName("counts call depth on the way in and out of compiled code")
    void countsDepth() throws InvalidModuleException {
        // Eight calls within each other, of 43 units each.
        for (Mode mode : new Mode[] {Mode.REWRITTEN, Mode.INTERPRETED}) {
            FuelGauge gauge = new FuelGauge(Long.MAX_VALUE);
            GuestInstance guest = guest(mode, gauge, 8 * 43 - 1);
            assertEquals(
                    TrapKind.CALL_DEPTH,
                    assertThrows(GuestTrapException.class, () -> guest.call("run", 5)).kind());
            guest(mode, new FuelGauge(Long.MAX_VALUE), 8 * 43).call("run", 5);
        }
    }

    @Test
    @DisplayName("forty functions that are too large take no more than their share")
    void fortyTooLarge() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(new int[] {I32}, NONE);
        Bytes code = new Bytes().repeat(15_000, Bytes.of(0x20, 0, 0x41, 1, 0x6A, 0x21, 0));
        for (int i = 0; i < 40; i++) {
            module.function(type, NONE, code);
        }
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        CompiledModule compiled =
                StrictCompiler.uncached()
                        .compile(module.toByteArray(), CompileOptions.DEFAULT.with(Mode.REWRITTEN));
        long nanos = threads.getCurrentThreadCpuTime() - start;
        assertEquals(40, compiled.interpretedFunctions());
        assertTrue(nanos < 30_000_000_000L, nanos + " ns");
    }
}

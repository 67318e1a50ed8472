package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FuelExhaustedException;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.guest.TrapKind;
import org.vexhost.sandbox.meter.Meter;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.Guests;
import org.vexhost.sandbox.testing.ModuleWriter;

/** Fuel, deadlines and call depth end guests, compiled and interpreted alike. */
final class LimitsTest {

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static GuestInstance guest(byte[] module, Mode mode, FuelGauge gauge, int depth)
            throws InvalidModuleException {
        return StrictCompiler.uncached()
                .compile(module, new CompileOptions(ModuleLimits.DEFAULT, mode))
                .instantiate(
                        ImportValues.empty(),
                        new InstanceOptions(4 << 20, 100, depth, gauge, MemoryPool.NONE, null));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT", "REWRITTEN", "INTERPRETED"})
    void endlessLoopUsesUpItsFuel(Mode mode) throws InvalidModuleException {
        for (long budget : new long[] {0, 1, 2, 99_999, 100_000, 100_001, 1_234_567}) {
            FuelGauge gauge = new FuelGauge(budget);
            GuestInstance guest = guest(Guests.loop(), mode, gauge, 1_000_000);
            FuelExhaustedException ended =
                    assertThrows(FuelExhaustedException.class, () -> guest.call("run", 0));
            assertEquals(budget, ended.maxFuel());
            assertEquals(budget, gauge.consumed());
            assertEquals(0, gauge.remaining());
            assertTrue(gauge.isExhausted());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT", "REWRITTEN", "INTERPRETED"})
    void guestThatIsToldToStopEndsWithinMilliseconds(Mode mode) throws Exception {
        // Time on the processor: what others do to this machine is not what is tested.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 10; i++) {
            AtomicLong ended = new AtomicLong(-1);
            FuelGauge gauge =
                    new FuelGauge(
                            Long.MAX_VALUE,
                            () -> {
                                ended.set(threads.getCurrentThreadCpuTime());
                                throw new Stopped();
                            });
            GuestInstance guest = guest(Guests.loop(), mode, gauge, 1_000_000);
            Thread thread =
                    new Thread(() -> assertThrows(Stopped.class, () -> guest.call("run", 0)));
            thread.start();
            // Sometimes cold, sometimes warm.
            thread.join(1 + 20L * i);
            long told = threads.getThreadCpuTime(thread.getId());
            gauge.stop();
            thread.join(60_000);
            assertTrue(ended.get() >= 0, "guest goes on");
            long nanos = ended.get() - told;
            assertTrue(nanos < Duration.ofMillis(50).toNanos(), nanos + " ns to stop");
        }
    }

    @Test
    void guestThatWasToldToStopBeforeItBeganEndsAtOnce() throws Exception {
        FuelGauge gauge =
                new FuelGauge(
                        Long.MAX_VALUE,
                        () -> {
                            throw new Stopped();
                        });
        gauge.stop();
        GuestInstance guest = guest(Guests.loop(), Mode.COMPILED, gauge, 1_000_000);
        assertThrows(Stopped.class, () -> guest.call("run", 0));
        assertTrue(gauge.consumed() <= 2L * FuelGauge.SLICE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT", "REWRITTEN", "INTERPRETED"})
    void trapReportsWhatWasUsedUpToTheStraightCodeThatTrapped(Mode mode)
            throws InvalidModuleException {
        // Counts down from a million, calls, and traps.
        Bytes code =
                Bytes.of(0x41)
                        .s64(1_000_000)
                        .u8(0x21, 1, 0x03, 0x40)
                        .u8(0x20, 1, 0x41, 1, 0x6B, 0x22, 1, 0x0D, 0, 0x0B)
                        .u8(0x20, 0, 0x10, 1, 0x1A)
                        .u8(0x41, 0, 0x41, 0, 0x6D, 0x1A, 0x42, 0);
        long first = -1;
        for (int i = 0; i < 3; i++) {
            FuelGauge gauge = new FuelGauge(Long.MAX_VALUE);
            GuestInstance guest = guest(Guests.of(code), mode, gauge, 1_000_000);
            assertEquals(
                    TrapKind.DIVIDE_BY_ZERO,
                    assertThrows(GuestTrapException.class, () -> guest.call("run", 0)).kind());
            assertTrue(first < 0 || first == gauge.consumed());
            first = gauge.consumed();
        }
        assertEquals(5_000_007, first);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT", "REWRITTEN", "INTERPRETED"})
    void callDepthIsTheSameHoweverItIsRun(Mode mode) throws Exception {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(new int[] {ModuleWriter.I32}, new int[] {ModuleWriter.I32});
        // run(n) = n == 0 ? 0 : run(n - 1) + 1
        module.function(
                type,
                new int[0],
                Bytes.of(0x20, 0, 0x45, 0x04, 0x7F, 0x41, 0, 0x05)
                        .u8(0x20, 0, 0x41, 1, 0x6B, 0x10, 0, 0x41, 1, 0x6A, 0x0B));
        module.export("run", 0, 0);
        byte[] bytes = module.toByteArray();
        // A frame of one local, two operands and 40: room for 1,000 calls, then one unit too few.
        Throwable[] failure = new Throwable[1];
        Thread thread =
                new Thread(
                        null,
                        () -> {
                            try {
                                FuelGauge gauge = new FuelGauge(Long.MAX_VALUE);
                                GuestInstance guest = guest(bytes, mode, gauge, 43_000);
                                assertEquals(999, guest.call("run", 999)[0]);
                                assertEquals(999, guest.call("run", 999)[0]);
                                assertEquals(
                                        TrapKind.CALL_DEPTH,
                                        assertThrows(
                                                        GuestTrapException.class,
                                                        () -> guest.call("run", 1_000))
                                                .kind());
                            } catch (Throwable e) {
                                failure[0] = e;
                            }
                        },
                        "guest",
                        64 << 20);
        thread.start();
        thread.join();
        assertEquals(null, failure[0]);
    }

    @Test
    void exportedCounterHoldsTheFuelLeft() throws InvalidModuleException {
        ModuleLayout layout = ModuleLayout.of(Guests.loop(), ModuleLimits.DEFAULT);
        byte[] metered = Meter.meter(layout, Optional.of("left")).bytes();
        // Any engine runs it: this is Chicory as it comes.
        var instance =
                com.dylibso.chicory.runtime.Instance.builder(
                                com.dylibso.chicory.wasm.Parser.parse(metered))
                        .build();
        var left = instance.exports().global("left");
        assertEquals(Long.MAX_VALUE, left.getValue());
        left.setValue(1_000);
        assertThrows(
                com.dylibso.chicory.runtime.TrapException.class,
                () -> instance.export("run").apply(0));
        assertEquals(0, left.getValue());
    }

    @Test
    void counterIsExportedOnlyOnRequestAndUnderAFreeName() throws InvalidModuleException {
        ModuleLayout layout = ModuleLayout.of(Guests.loop(), ModuleLimits.DEFAULT);
        byte[] metered = Meter.meter(layout, Optional.empty()).bytes();
        assertEquals(
                layout.facts().exports(),
                ModuleLayout.of(metered, ModuleLimits.DEFAULT).facts().exports());
        assertThrows(
                InvalidModuleException.class, () -> Meter.meter(layout, Optional.of("memory")));
    }

    @Test
    void meteredModuleIsValidAndTakesNoImports() throws InvalidModuleException {
        for (int seed = 0; seed < 200; seed++) {
            byte[] module = org.vexhost.sandbox.testing.RandomModule.of(seed);
            ModuleLayout layout = ModuleLayout.of(module, ModuleLimits.DEFAULT);
            byte[] metered = Meter.meter(layout, Optional.empty()).bytes();
            assertEquals(
                    0, ModuleLayout.of(metered, ModuleLimits.DEFAULT).facts().imports().size());
        }
    }
}

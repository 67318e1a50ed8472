package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
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
import org.vexhost.sandbox.testing.ModuleWriter;
import org.vexhost.sandbox.testing.RandomModule;

@DisplayName("Tail calls")
final class TailCallTest {

    private static final int I32 = ModuleWriter.I32;
    private static final int[] NONE = {};
    private static final int BUDGETS = 8;

    private static CompiledModule guest(Mode mode) throws IOException, InvalidModuleException {
        return Corpus.compile("proposals/tail-calls.wasm", mode);
    }

    private static GuestInstance instance(CompiledModule module, FuelGauge gauge, int depth) {
        return module.instantiate(
                ImportValues.empty(),
                new InstanceOptions(1 << 20, 1_000, depth, gauge, MemoryPool.NONE, null));
    }

    @ParameterizedTest
    @CsvSource({"COMPILED, sum", "COMPILED, even", "COMPILED, long", "SPLIT, sum", "SPLIT, even"})
    void threeMillionAreMadeInConstantDepth(Mode mode, String function)
            throws IOException, InvalidModuleException {
        long[] arguments =
                function.equals("even") ? new long[] {3_000_000} : new long[] {3_000_000, 1};
        FuelGauge gauge = new FuelGauge(Long.MAX_VALUE);
        GuestInstance guest = instance(guest(mode), gauge, 1_000);
        long[] results = guest.call(function, arguments);
        if (function.equals("sum")) {
            assertEquals(1 + 3_000_000L * 3_000_001 / 2, results[0]);
        } else if (function.equals("even")) {
            assertEquals(1, results[0]);
        }
        assertTrue(gauge.consumed() > 3_000_000 * 6L);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    void functionThatCallsItselfWithoutEndStopsWhenItIsTold(Mode mode)
            throws InvalidModuleException {
        for (boolean isMutual : new boolean[] {false, true}) {
            ModuleWriter module = new ModuleWriter();
            int type = module.type(NONE, NONE);
            module.function(type, NONE, Bytes.of(0x12, isMutual ? 1 : 0));
            module.function(type, NONE, Bytes.of(0x12, 0));
            module.export("run", 0, 0);
            CompiledModule compiled =
                    StrictCompiler.uncached()
                            .compile(
                                    module.toByteArray(),
                                    new CompileOptions(ModuleLimits.DEFAULT, mode));
            FuelGauge gauge =
                    new FuelGauge(
                            Long.MAX_VALUE,
                            () -> {
                                throw new IllegalStateException("told to stop");
                            });
            GuestInstance guest = instance(compiled, gauge, 1_000);
            Thread stopper =
                    new Thread(
                            () -> {
                                while (gauge.consumed() == 0) {
                                    Thread.onSpinWait();
                                }
                                gauge.stop();
                            });
            stopper.start();
            IllegalStateException stopped =
                    assertThrows(IllegalStateException.class, () -> guest.call("run"));
            assertEquals("told to stop", stopped.getMessage());
            FuelGauge little = new FuelGauge(100_001);
            GuestInstance other = instance(compiled, little, 1_000);
            assertThrows(FuelExhaustedException.class, () -> other.call("run"));
            assertEquals(100_001, little.consumed());
        }
    }

    @Test
    void chainThatIsTooDeepWhereItBeginsCostsWhatItDid() throws InvalidModuleException {
        // run: calls step; step: hands on to deep, which needs more depth than there is.
        ModuleWriter module = new ModuleWriter();
        int type = module.type(NONE, NONE);
        module.function(type, NONE, Bytes.of(0x10, 1));
        module.function(type, NONE, Bytes.of(0x12, 2));
        int[] many = new int[600];
        java.util.Arrays.fill(many, I32);
        module.function(type, many, Bytes.of(0x12, 1));
        module.export("run", 0, 0);
        FuelGauge gauge = new FuelGauge(1_000);
        GuestInstance guest =
                instance(
                        StrictCompiler.uncached()
                                .compile(module.toByteArray(), CompileOptions.DEFAULT),
                        gauge,
                        500);
        GuestTrapException trap = assertThrows(GuestTrapException.class, () -> guest.call("run"));
        assertEquals(TrapKind.CALL_DEPTH, trap.kind());
        // run and its call, step and its tail call; deep did not begin.
        assertEquals(4, gauge.consumed());
    }

    @Test
    void trapNamesTheFunctionThatIsRunAndWhoWaitsForIt()
            throws IOException, InvalidModuleException {
        GuestInstance guest = instance(guest(Mode.COMPILED), new FuelGauge(1_000), 1_000);
        GuestTrapException trap =
                assertThrows(GuestTrapException.class, () -> guest.call("divide", 1, 0));
        assertEquals(TrapKind.DIVIDE_BY_ZERO, trap.kind());
        ModuleLayout layout =
                ModuleLayout.of(
                        Files.readAllBytes(Corpus.GUESTS.resolve("proposals/tail-calls.wasm")),
                        ModuleLimits.DEFAULT);
        int divide = layout.entries().stream().max().orElseThrow();
        // The last export is "stop"; the three before it divide, the last of which makes no call.
        assertArrayEquals(new int[] {divide - 1, divide - 2}, trap.functions());
    }

    @Test
    void engineWithoutTailCallsIsNotAskedToRunThem() throws IOException {
        byte[] module = Files.readAllBytes(Corpus.GUESTS.resolve("proposals/tail-calls.wasm"));
        for (Mode mode : List.of(Mode.REWRITTEN, Mode.INTERPRETED, Mode.UNMETERED)) {
            InvalidModuleException refused =
                    assertThrows(InvalidModuleException.class, () -> guest(mode));
            assertEquals(Reason.TAIL_CALLS, refused.reason());
        }
        InvalidModuleException refused =
                assertThrows(
                        InvalidModuleException.class,
                        () ->
                                Meter.meter(
                                        ModuleLayout.of(module, ModuleLimits.DEFAULT),
                                        Optional.empty()));
        assertTrue(refused.getMessage().contains("uses tail calls"), refused.getMessage());
    }

    @Test
    void manyFunctionsHandOnToEachOther() throws InvalidModuleException {
        // More than one method chooses from: each calls the next with one less.
        int count = 450;
        ModuleWriter module = new ModuleWriter();
        int type = module.type(new int[] {I32, I32}, new int[] {I32});
        for (int i = 0; i < count; i++) {
            module.function(
                    type,
                    NONE,
                    Bytes.of(0x20, 0, 0x45, 0x04, 0x40, 0x20, 1, 0x0F, 0x0B)
                            .u8(0x20, 0, 0x41, 1, 0x6B, 0x20, 1, 0x41)
                            .s64(i)
                            .u8(0x6A, 0x12)
                            .u32((i + 1) % count));
        }
        module.export("run", 0, 0);
        for (Mode mode : List.of(Mode.COMPILED, Mode.SPLIT)) {
            GuestInstance guest =
                    instance(
                            StrictCompiler.uncached()
                                    .compile(
                                            module.toByteArray(),
                                            new CompileOptions(ModuleLimits.DEFAULT, mode)),
                            new FuelGauge(1_000_000),
                            1_000);
            assertEquals(2L * count * (count - 1) / 2, guest.call("run", 2L * count, 0)[0]);
        }
    }

    @Test
    void argumentsAndResultsMayBeVeryMany() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        int[] many = new int[300];
        java.util.Arrays.fill(many, I32);
        int type = module.type(many, many);
        int start = module.type(NONE, NONE);
        Bytes body = Bytes.of(0x20, 0, 0x45, 0x04, 0x40);
        for (int i = 0; i < many.length; i++) {
            body.u8(0x20).u32(i);
        }
        body.u8(0x0F, 0x0B, 0x20, 0, 0x41, 1, 0x6B);
        for (int i = 1; i < many.length; i++) {
            body.u8(0x20).u32(many.length - i);
        }
        module.function(type, NONE, new Bytes().add(body).u8(0x12, 1));
        module.function(type, NONE, new Bytes().add(body).u8(0x12, 0));
        Bytes run = new Bytes().u8(0x41, 3);
        for (int i = 1; i < many.length; i++) {
            run.u8(0x41).s64(i);
        }
        run.u8(0x10, 0);
        // The last result is compared with what three turns of the others give.
        run.u8(0x41, 1, 0x47, 0x04, 0x40, 0x00, 0x0B);
        for (int i = 1; i < many.length; i++) {
            run.u8(0x1A);
        }
        module.function(start, NONE, run);
        module.export("run", 0, 2);
        for (Mode mode : List.of(Mode.COMPILED, Mode.SPLIT)) {
            CompiledModule compiled =
                    StrictCompiler.uncached()
                            .compile(
                                    module.toByteArray(),
                                    new CompileOptions(ModuleLimits.GENEROUS, mode));
            assertEquals(0, instance(compiled, new FuelGauge(100_000), 10_000).call("run").length);
        }
    }

    @Test
    void randomModulesDoWhatTheyDoWithCallsInTheirPlace() throws InterruptedException {
        Seeds.checkAll(TailCallTest::compare);
    }

    private static void compare(long seed) throws InvalidModuleException {
        byte[] inPlace = RandomModule.withTailCalls(seed);
        byte[] called = RandomModule.withoutTailCalls(seed);
        Fuzz compiled = Fuzz.compile(seed, inPlace, Mode.COMPILED);
        Fuzz split = Fuzz.compile(seed, inPlace, Mode.SPLIT);
        Fuzz interpreted = Fuzz.compile(seed, called, Mode.INTERPRETED);
        int depth = InstanceOptions.DEFAULT_CALL_DEPTH;
        Fuzz.Outcome outcome = interpreted.run(Fuzz.PLENTY, depth);
        assertEquals(outcome, compiled.run(Fuzz.PLENTY, depth));
        assertEquals(outcome, split.run(Fuzz.PLENTY, depth));
        long used = outcome.fuel().get(outcome.fuel().size() - 1);
        long from = used <= BUDGETS ? 0 : Math.floorMod(seed * 7_919, used - BUDGETS + 1);
        for (long budget = from; budget < Math.min(used, from + BUDGETS); budget++) {
            outcome = interpreted.run(budget, depth);
            assertEquals(outcome, compiled.run(budget, depth));
            assertEquals(outcome, split.run(budget, depth));
        }
    }
}

package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
import org.vexhost.sandbox.meter.CallDepth;
import org.vexhost.sandbox.meter.Meter;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("Exceptions of guests")
final class ExceptionTest {

    private static final int I32 = ModuleWriter.I32;
    private static final int I64 = ModuleWriter.I64;
    private static final int EXNREF = ModuleWriter.EXNREF;
    private static final int EMPTY = 0x40;
    private static final int[] NONE = {};

    private static CompiledModule compile(byte[] module, Mode mode) throws InvalidModuleException {
        return StrictCompiler.uncached()
                .compile(module, new CompileOptions(ModuleLimits.GENEROUS, mode));
    }

    private static GuestInstance instance(
            CompiledModule module, FuelGauge gauge, int depth, ImportValues imports) {
        return module.instantiate(
                imports, new InstanceOptions(1 << 20, 1_000, depth, gauge, MemoryPool.NONE, null));
    }

    private static GuestInstance instance(CompiledModule module, FuelGauge gauge, int depth) {
        return instance(module, gauge, depth, ImportValues.empty());
    }

    /**
     * A function that throws tag 0 when its parameter is 0, and else calls itself with one less.
     */
    private static Bytes down(int self) {
        return Bytes.of(0x20, 0, 0x45, 0x04, EMPTY, 0x08, 0, 0x0B)
                .u8(0x20, 0, 0x41, 1, 0x6B, 0x10)
                .u32(self);
    }

    /** Calls a function with the parameter, and catches all; the older form, or the newer. */
    private static Bytes caught(int function, boolean isOlder) {
        return isOlder
                ? Bytes.of(0x06, EMPTY, 0x20, 0, 0x10).u32(function).u8(0x19, 0x0B)
                : Bytes.of(0x02, EMPTY, 0x1F, EMPTY, 1, 2, 0, 0x20, 0, 0x10)
                        .u32(function)
                        .u8(0x0B, 0x0B);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    void depthIsThereAgainBehindEachCatch(Mode mode) throws InvalidModuleException {
        for (boolean isOlder : new boolean[] {false, true}) {
            ModuleWriter module = new ModuleWriter();
            int type = module.type(new int[] {I32}, NONE);
            int run = module.type(new int[] {I32, I32}, NONE);
            module.tag(module.type(NONE, NONE));
            module.function(type, NONE, down(0));
            Bytes loop = Bytes.of(0x03, EMPTY).add(caught(0, isOlder));
            loop.u8(0x20, 1, 0x41, 1, 0x6B, 0x22, 1, 0x0D, 0, 0x0B);
            module.function(run, NONE, loop);
            module.export("run", 0, 1);
            CompiledModule compiled = compile(module.toByteArray(), mode);
            int weight =
                    new CallDepth(ModuleLayout.of(module.toByteArray(), ModuleLimits.DEFAULT))
                            .weight(0);
            int own =
                    new CallDepth(ModuleLayout.of(module.toByteArray(), ModuleLimits.DEFAULT))
                            .weight(1);
            // Just deep enough for 100 calls, 5,000 times in a row.
            int depth = own + 101 * weight;
            instance(compiled, new FuelGauge(100_000_000), depth).call("run", 100, 5_000);
            GuestInstance tooShallow = instance(compiled, new FuelGauge(100_000_000), depth - 1);
            GuestTrapException trap =
                    assertThrows(
                            GuestTrapException.class, () -> tooShallow.call("run", 100, 5_000));
            assertEquals(TrapKind.CALL_DEPTH, trap.kind());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    void nothingButExceptionsOfTheGuestIsCaught(Mode mode) throws InvalidModuleException {
        RuntimeException exit = new IllegalStateException("exit");
        for (boolean isOlder : new boolean[] {false, true}) {
            ModuleWriter module = new ModuleWriter();
            int type = module.type(new int[] {I32}, NONE);
            module.importFunction("env", "end", type);
            module.tag(module.type(NONE, NONE));
            module.function(type, NONE, caught(0, isOlder));
            module.function(type, NONE, Bytes.of(0x00));
            module.function(type, NONE, caught(2, isOlder));
            // Recurses without end, and would catch the end of it.
            module.function(type, NONE, caught(4, isOlder).u8(0x00));
            module.export("host", 0, 1).export("trap", 0, 3).export("deep", 0, 4);
            CompiledModule compiled = compile(module.toByteArray(), mode);
            ImportValues imports =
                    ImportValues.builder()
                            .addFunction(
                                    new HostFunction(
                                            "env",
                                            "end",
                                            FunctionType.of(
                                                    List.of(
                                                            com.dylibso.chicory.wasm.types.ValType
                                                                    .I32),
                                                    List.of()),
                                            (instance, arguments) -> {
                                                throw exit;
                                            }))
                            .build();
            GuestInstance guest = instance(compiled, new FuelGauge(10_000_000), 100_000, imports);
            assertEquals(exit, assertThrows(RuntimeException.class, () -> guest.call("host", 1)));
            assertEquals(
                    TrapKind.UNREACHABLE,
                    assertThrows(GuestTrapException.class, () -> guest.call("trap", 1)).kind());
            assertEquals(
                    TrapKind.CALL_DEPTH,
                    assertThrows(GuestTrapException.class, () -> guest.call("deep", 1)).kind());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    void guestThatThrowsWithoutEndStopsWhenItIsToldOrHasNoFuel(Mode mode)
            throws InvalidModuleException {
        for (boolean isOlder : new boolean[] {false, true}) {
            ModuleWriter module = new ModuleWriter();
            int type = module.type(new int[] {I32}, NONE);
            module.tag(module.type(NONE, NONE));
            module.function(type, NONE, down(0));
            module.function(
                    type, NONE, Bytes.of(0x03, EMPTY).add(caught(0, isOlder)).u8(0x0C, 0, 0x0B));
            module.export("run", 0, 1);
            CompiledModule compiled = compile(module.toByteArray(), mode);
            FuelGauge gauge =
                    new FuelGauge(
                            Long.MAX_VALUE,
                            () -> {
                                throw new IllegalStateException("told to stop");
                            });
            GuestInstance guest = instance(compiled, gauge, 1_000_000);
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
                    assertThrows(IllegalStateException.class, () -> guest.call("run", 3_000));
            assertEquals("told to stop", stopped.getMessage());
            FuelGauge little = new FuelGauge(100_001);
            GuestInstance other = instance(compiled, little, 1_000_000);
            assertThrows(FuelExhaustedException.class, () -> other.call("run", 50));
            assertEquals(100_001, little.consumed());
        }
    }

    @Test
    void uncaughtExceptionNamesItsTagAndTheFunctionsThatItLeft()
            throws IOException, InvalidModuleException {
        CompiledModule module = Corpus.compile("proposals/exceptions.wasm", Mode.COMPILED);
        FuelGauge gauge = new FuelGauge(1_000_000);
        GuestInstance guest = instance(module, gauge, 1_000_000);
        GuestTrapException trap =
                assertThrows(GuestTrapException.class, () -> guest.call("levels", 2));
        assertEquals(TrapKind.UNCAUGHT_EXCEPTION, trap.kind());
        assertEquals(1, trap.tag().orElseThrow());
        int levels = function("levels");
        // The last one was thrown by the outermost level; it caught those from within.
        assertArrayEquals(new int[] {levels}, trap.functions());
        GuestTrapException deep =
                assertThrows(GuestTrapException.class, () -> guest.call("uncaught", 3));
        assertArrayEquals(new int[] {1, function("uncaught")}, deep.functions());
        assertTrue(
                assertThrows(GuestTrapException.class, () -> guest.call("null")).tag().isEmpty());
    }

    private static int function(String export) throws IOException, InvalidModuleException {
        byte[] module = Files.readAllBytes(Corpus.GUESTS.resolve("proposals/exceptions.wasm"));
        return ModuleLayout.of(module, ModuleLimits.DEFAULT)
                .facts()
                .exportedFunction(export)
                .orElseThrow()
                .index();
    }

    @Test
    void compiledCodeIsKeptAndFound(@TempDir Path directory)
            throws IOException, InvalidModuleException {
        byte[] module = Files.readAllBytes(Corpus.GUESTS.resolve("proposals/exceptions.wasm"));
        for (int i = 0; i < 2; i++) {
            ModuleCompiler compiler = ModuleCompiler.cached(directory, 1 << 24);
            assertEquals(
                    i == 1,
                    compiler.keptBytes(
                                    ModuleLayout.of(module, ModuleLimits.DEFAULT),
                                    CompileOptions.DEFAULT)
                            .isPresent());
            CompiledModule compiled = compiler.compile(module, CompileOptions.DEFAULT);
            GuestInstance guest = instance(compiled, new FuelGauge(1_000_000), 1_000_000);
            assertArrayEquals(new long[] {500_500}, guest.call("loop", 1_000));
        }
    }

    @Test
    void engineWithoutExceptionsIsNotAskedToRunThem() throws IOException {
        for (String file : List.of("exceptions", "exceptions-older")) {
            for (Mode mode : List.of(Mode.REWRITTEN, Mode.INTERPRETED, Mode.UNMETERED)) {
                InvalidModuleException refused =
                        assertThrows(
                                InvalidModuleException.class,
                                () -> Corpus.compile("proposals/" + file + ".wasm", mode));
                assertTrue(
                        List.of(Reason.EXCEPTIONS, Reason.TAIL_CALLS).contains(refused.reason()));
            }
        }
        byte[] module =
                Files.readAllBytes(Corpus.GUESTS.resolve("proposals/exceptions-older.wasm"));
        InvalidModuleException refused =
                assertThrows(
                        InvalidModuleException.class,
                        () ->
                                Meter.meter(
                                        ModuleLayout.of(module, ModuleLimits.DEFAULT),
                                        Optional.empty()));
        assertTrue(refused.getMessage().contains("uses exceptions"), refused.getMessage());
        assertTrue(refused.getMessage().contains("-fwasm-exceptions"), refused.getMessage());
    }

    @Test
    void referencesWeighWhatTheLargestExceptionTakes() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        int[] payload = new int[100];
        Arrays.fill(payload, I64);
        int type = module.type(NONE, NONE);
        module.tag(module.type(payload, NONE));
        module.function(type, NONE, Bytes.of(0x10, 0));
        module.function(type, new int[] {EXNREF, EXNREF}, Bytes.of(0x10, 0));
        module.function(
                type,
                NONE,
                Bytes.of(0x02, EXNREF, 0x1F, EMPTY, 1, 3, 0, 0x10, 0, 0x0B, 0x00, 0x0B, 0x1A));
        CallDepth depth =
                new CallDepth(ModuleLayout.of(module.toByteArray(), ModuleLimits.DEFAULT));
        int exception = (96 + 100 * 8) / 32;
        assertEquals(40, depth.weight(0));
        assertEquals(42 + 2 * exception, depth.weight(1));
        assertEquals(41 + exception, depth.weight(2));
        ModuleWriter older = new ModuleWriter();
        older.tag(older.type(payload, NONE));
        older.function(older.type(NONE, NONE), NONE, Bytes.of(0x06, EMPTY, 0x10, 0, 0x19, 0x0B));
        depth = new CallDepth(ModuleLayout.of(older.toByteArray(), ModuleLimits.DEFAULT));
        assertEquals(40 + exception, depth.weight(0));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    void exceptionsPassWithVeryManyArgumentsAndResults(Mode mode) throws InvalidModuleException {
        // Passed through an array, by calls and by tail calls, and thrown at the end.
        ModuleWriter module = new ModuleWriter();
        int[] many = new int[300];
        Arrays.fill(many, EXNREF);
        int type = module.type(many, many);
        int run = module.type(NONE, new int[] {I32});
        int pair = module.type(NONE, new int[] {I32, EXNREF});
        module.tag(module.type(new int[] {I32}, NONE));
        Bytes swapped = new Bytes();
        for (int i = many.length - 1; i >= 0; i--) {
            swapped.u8(0x20).u32(i);
        }
        module.function(type, NONE, new Bytes().add(swapped).u8(0x12, 1));
        module.function(type, NONE, new Bytes().add(swapped));
        Bytes body = Bytes.of(0x02).s64(pair);
        body.u8(0x1F, EMPTY, 1, 1, 0, 0, 0x41, 9, 0x08, 0, 0x0B, 0x00, 0x0B, 0x21, 0, 0x1A);
        for (int i = 0; i < many.length; i++) {
            body.add(i == 7 ? Bytes.of(0x20, 0) : Bytes.of(0xD0, EXNREF));
        }
        body.u8(0x10, 0);
        for (int i = many.length - 1; i > 7; i--) {
            body.u8(0x1A);
        }
        body.u8(0x21, 0);
        for (int i = 6; i >= 0; i--) {
            body.u8(0x1A);
        }
        body.u8(0x02, I32, 0x1F, EMPTY, 1, 0, 0, 0, 0x20, 0, 0x0A, 0x0B, 0x00, 0x0B);
        module.function(run, new int[] {EXNREF}, body);
        module.export("run", 0, 2);
        GuestInstance guest =
                instance(compile(module.toByteArray(), mode), new FuelGauge(1_000_000), 1_000_000);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(new long[] {9}, guest.call("run"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    void manyClausesAndDeepNestsAreCaughtInOrder(Mode mode) throws InvalidModuleException {
        int tags = 60;
        ModuleWriter module = new ModuleWriter();
        int type = module.type(new int[] {I32}, new int[] {I32});
        int payload = module.type(new int[] {I32}, NONE);
        for (int i = 0; i < tags; i++) {
            module.tag(payload);
        }
        // Each level of the nest catches one tag, and adds to what it carries.
        Bytes body = new Bytes();
        for (int i = 0; i < tags; i++) {
            body.u8(0x06, I32);
        }
        for (int i = 0; i < tags; i++) {
            body.u8(0x20, 0, 0x41).s64(i).u8(0x46, 0x04, EMPTY, 0x41).s64(i * 10L).u8(0x08);
            body.u32(i).u8(0x0B);
        }
        body.u8(0x41, 1);
        for (int i = 0; i < tags; i++) {
            body.u8(0x07).u32(i).u8(0x41, 5, 0x6A, 0x0B);
        }
        module.function(type, NONE, body);
        module.export("run", 0, 0);
        CompiledModule compiled = compile(module.toByteArray(), mode);
        GuestInstance guest = instance(compiled, new FuelGauge(1_000_000), 1_000_000);
        List<Long> results = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        for (int i = 0; i <= tags; i++) {
            results.add(guest.call("run", i)[0]);
            expected.add(i == tags ? 1L : i * 10L + 5);
        }
        assertEquals(expected, results);
    }

    @Test
    void tailCallsOfVeryManyFunctionsWhereExceptionsAreCaughtAreRejected() {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(NONE, NONE);
        Bytes body = new Bytes();
        for (int i = 1; i <= 201; i++) {
            body.u8(0x41, 0, 0x04, EMPTY, 0x06, EMPTY, 0x12).u32(i).u8(0x19, 0x0B, 0x0B);
        }
        module.function(type, NONE, body);
        for (int i = 1; i <= 201; i++) {
            module.function(type, NONE, new Bytes());
        }
        InvalidModuleException refused =
                assertThrows(
                        InvalidModuleException.class,
                        () -> compile(module.toByteArray(), Mode.COMPILED));
        assertEquals(Reason.NOT_COMPILABLE, refused.reason());
        assertTrue(refused.getMessage().contains("tail calls of more than 200 others"));
    }
}

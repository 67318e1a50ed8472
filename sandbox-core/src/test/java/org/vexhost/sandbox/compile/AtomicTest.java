package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.binary.instruction.AtomicOp;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.guest.TrapKind;
import org.vexhost.sandbox.meter.Meter;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;
import org.vexhost.sandbox.testing.TinyJson;

/** {@link CorpusTest} compares what they answer and cost with Wasmtime. */
@DisplayName("Atomic instructions")
final class AtomicTest {

    private static final int I32 = ModuleWriter.I32;
    private static final int[] NONE = {};

    private static GuestInstance guest(ModuleWriter module, Mode mode)
            throws InvalidModuleException {
        CompiledModule compiled =
                StrictCompiler.uncached()
                        .compile(
                                module.toByteArray(),
                                new CompileOptions(ModuleLimits.DEFAULT, mode));
        return compiled.instantiate(
                ImportValues.empty(),
                new InstanceOptions(
                        1 << 20, 1_000, 100_000, new FuelGauge(1_000_000), MemoryPool.NONE, null));
    }

    @Test
    void areTheInstructionsOfTheProposal() {
        List<String> names =
                IntStream.range(AtomicOp.FIRST, AtomicOp.FIRST + AtomicOp.COUNT)
                        .filter(AtomicOp::is)
                        .mapToObj(AtomicOp::name)
                        .toList();
        assertEquals(67, names.size());
        assertEquals(67, names.stream().distinct().count());
        assertEquals("i32.atomic.load", AtomicOp.name(AtomicOp.FIRST + 0x10));
        assertEquals("i64.atomic.store32", AtomicOp.name(AtomicOp.FIRST + 0x1D));
        assertEquals("i64.atomic.rmw16.sub_u", AtomicOp.name(AtomicOp.FIRST + 0x2A));
        assertEquals("i64.atomic.rmw32.cmpxchg_u", AtomicOp.name(AtomicOp.FIRST + 0x4E));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    void areTheSameInAMemoryThatNeverGrows(Mode mode) throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[] {I32, I32}, new int[] {I32, I32});
        // i32.atomic.rmw16.add_u offset=2, then i32.load.
        Bytes code = Bytes.of(0x20, 0, 0x20, 1, 0xFE, 0x21, 1, 2, 0x20, 0, 0x28, 0, 0);
        module.function(type, NONE, code);
        module.export("add", 0, 0);
        GuestInstance guest = guest(module, mode);
        assertArrayEquals(new long[] {0, 0xFFFF_0000L}, unsigned(guest.call("add", 8, 0x1FFFF)));
        assertArrayEquals(
                new long[] {0xFFFF, 0x0001_0000L}, unsigned(guest.call("add", 8, 0x50002)));
        assertTrap(TrapKind.UNALIGNED_ATOMIC, guest, 7);
        assertTrap(TrapKind.UNALIGNED_ATOMIC, guest, 0xFFFF_FFFFL);
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, guest, 65_534);
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, guest, 0xFFFF_FFFEL);
    }

    private static long[] unsigned(long[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] &= 0xFFFF_FFFFL;
        }
        return values;
    }

    private static void assertTrap(TrapKind kind, GuestInstance guest, long address) {
        GuestTrapException trap =
                assertThrows(GuestTrapException.class, () -> guest.call("add", address, 1));
        assertEquals(kind, trap.kind());
    }

    @ParameterizedTest
    @CsvSource({
        "alignment of an atomic instruction must be natural, 41 0 FE 10 1 0",
        "alignment of an atomic instruction must be natural, 41 0 FE 10 3 0",
        "alignment of an atomic instruction must be natural, 41 0 FE 12 1 0",
        "alignment of an atomic instruction must be natural, 41 0 41 0 42 0 FE 1 3 0",
        "'type mismatch: expected i64, got i32', 41 0 41 0 FE 1F 3 0",
        "'type mismatch: expected i32, got i64', 41 0 42 0 41 0 FE 48 2 0",
    })
    void invalidInstructionIsRefused(String message, String code) {
        Bytes body = new Bytes();
        for (String each : code.split(" ", -1)) {
            body.u8(Integer.parseInt(each, 16));
        }
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        module.function(module.type(NONE, NONE), NONE, body.u8(0x00));
        InvalidModuleException refused =
                assertThrows(InvalidModuleException.class, () -> guest(module, Mode.COMPILED));
        assertEquals(Reason.INVALID, refused.reason());
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    @Test
    void accessNeedsAMemoryAndAFenceDoesNot() throws InvalidModuleException {
        ModuleWriter without = new ModuleWriter();
        without.function(
                without.type(NONE, new int[] {I32}),
                NONE,
                Bytes.of(0x41, 0, 0x41, 0, 0xFE, 0, 2, 0));
        InvalidModuleException refused =
                assertThrows(InvalidModuleException.class, () -> guest(without, Mode.COMPILED));
        assertTrue(refused.getMessage().startsWith("unknown memory 0"), refused.getMessage());
        ModuleWriter fence = new ModuleWriter();
        int type = fence.type(NONE, new int[] {I32});
        fence.function(type, NONE, Bytes.of(0xFE, 3, 0, 0x41, 9));
        fence.export("run", 0, 0);
        assertArrayEquals(new long[] {9}, guest(fence, Mode.COMPILED).call("run"));
        ModuleWriter odd = new ModuleWriter();
        odd.function(odd.type(NONE, NONE), NONE, Bytes.of(0xFE, 3, 1));
        refused = assertThrows(InvalidModuleException.class, () -> guest(odd, Mode.COMPILED));
        assertEquals(Reason.MALFORMED, refused.reason());
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REWRITTEN", "INTERPRETED", "UNMETERED"})
    void areRefusedByNameWhereChicoryWouldRunThem(Mode mode) {
        InvalidModuleException refused =
                assertThrows(
                        InvalidModuleException.class,
                        () -> Corpus.compile("proposals/atomics.wasm", mode));
        assertEquals(Reason.THREADS, refused.reason());
        assertTrue(refused.getMessage().contains("atomic instructions"), refused.getMessage());
    }

    @Test
    void meteredModuleCountsForItself() throws IOException, InvalidModuleException {
        byte[] bytes = Files.readAllBytes(Corpus.GUESTS.resolve("proposals/atomics.wasm"));
        ModuleLayout layout = ModuleLayout.of(bytes, ModuleLimits.DEFAULT);
        byte[] metered = Meter.meter(layout, Optional.of("left")).bytes();
        CompiledModule compiled =
                StrictCompiler.uncached().compile(metered, CompileOptions.DEFAULT);
        int calls = 0;
        for (Map<String, Object> call :
                TinyJson.objects(Corpus.GUESTS.resolve("proposals/proposals.json"))) {
            if (!"atomics".equals(call.get("module"))
                    || call.containsKey("trap")
                    || call.containsKey("budget")) {
                continue;
            }
            GuestInstance guest = Corpus.instantiate(compiled, new FuelGauge(1_000_000));
            long[] arguments =
                    ((List<?>) call.get("args"))
                            .stream().mapToLong(value -> Corpus.bits((Map<?, ?>) value)).toArray();
            guest.call((String) call.get("function"), arguments);
            long left = guest.instance().exports().global("left").getValue();
            assertEquals(call.get("fuel"), Long.MAX_VALUE - left, call::toString);
            calls++;
        }
        assertTrue(calls > 300, calls + " calls");
    }
}

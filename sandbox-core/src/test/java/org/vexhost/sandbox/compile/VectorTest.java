package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
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
import org.vexhost.sandbox.binary.instruction.VectorOp;
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

@DisplayName("Vectors")
final class VectorTest {

    private static final int I32 = ModuleWriter.I32;
    private static final int I64 = ModuleWriter.I64;
    private static final int V128 = ModuleWriter.V128;
    private static final int PAGE = 65_536;
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
    void areTheInstructionsOfTheProposals() {
        List<String> names =
                IntStream.range(VectorOp.FIRST, VectorOp.FIRST + VectorOp.COUNT)
                        .mapToObj(VectorOp::name)
                        .filter(name -> name != null)
                        .toList();
        assertEquals(names.size(), names.stream().distinct().count());
        assertEquals(20, names.stream().filter(name -> name.contains("relaxed")).count());
        assertEquals(236, names.size() - 20);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    void keepBothHalvesOfGlobalsHoweverManyThereAre(Mode mode) throws Exception {
        for (int count = 1; count <= 4; count++) {
            ModuleWriter module = new ModuleWriter();
            for (int i = 0; i < count; i++) {
                module.entry(6, Bytes.of(V128, 1, 0xFD, 0x0C).f64(i + 1).f64(-i - 1).u8(0x0B));
            }
            int type = module.type(NONE, new int[] {I64});
            for (int i = 0; i < count; i++) {
                // What the other half is set to does not matter to this one.
                module.function(type, NONE, Bytes.of(0x23, i, 0xFD, 0x1D, 1));
                module.export("high" + i, 0, 2 * i);
                module.function(type, NONE, Bytes.of(0x23, i, 0x23, i, 0x24, i, 0xFD, 0x1D, 0));
                module.export("low" + i, 0, 2 * i + 1);
            }
            GuestInstance guest = guest(module, mode);
            for (int i = 0; i < count; i++) {
                assertArrayEquals(new long[] {i + 1}, guest.call("low" + i));
                assertArrayEquals(new long[] {-i - 1}, guest.call("high" + i));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 65520",
        "8, 65512",
        "0xFFF0, 0",
        "0xFFF1, 0",
        "1, 65520",
        "8, 65520",
        "15, 65520",
        "0, 65535",
        "0, 0x7FFFFFF0",
        "0, 0x7FFFFFF8",
        "0, 0x7FFFFFFF",
        "0x7FFFFFFF, 0x7FFFFFFF",
        "0, 0xFFFFFFF0",
        "0, 0xFFFFFFF8",
        "0, 0xFFFFFFFF",
        "-1, 0",
        "-8, 8",
        "-8, 0xFFFFFFF8",
        "-16, 16",
        "-16, 32",
        "8, 0xFFFFFFF8",
        "16, 0xFFFFFFF0"
    })
    void storeWritesAllOrNothing(String address, String offset) throws InvalidModuleException {
        int base = (int) (long) Long.decode(address);
        long behind = Long.decode(offset);
        boolean isWithin = (base & 0xFFFF_FFFFL) + behind + 16 <= PAGE;
        for (boolean canGrow : new boolean[] {false, true}) {
            for (Mode mode : List.of(Mode.COMPILED, Mode.SPLIT)) {
                GuestInstance guest = guest(storing(behind, canGrow), mode);
                byte[] data = guest.memory().data;
                if (isWithin) {
                    guest.call("store", base);
                    int at = (int) (base + behind);
                    for (int i = 0; i < 16; i++) {
                        assertEquals((0x11 * (i + 1)) & 0xFF, data[at + i] & 0xFF);
                    }
                    Arrays.fill(data, at, at + 16, (byte) 0);
                } else {
                    GuestTrapException trap =
                            assertThrows(GuestTrapException.class, () -> guest.call("store", base));
                    assertEquals(TrapKind.MEMORY_OUT_OF_BOUNDS, trap.kind());
                    GuestInstance other = guest(storing(behind, canGrow), mode);
                    trap = assertThrows(GuestTrapException.class, () -> other.call("load", base));
                    assertEquals(TrapKind.MEMORY_OUT_OF_BOUNDS, trap.kind());
                }
                assertArrayEquals(new byte[data.length], data);
            }
        }
    }

    private static ModuleWriter storing(long offset, boolean canGrow) {
        ModuleWriter module = new ModuleWriter().memory(1, 2);
        Bytes constant = Bytes.of(0xFD, 0x0C);
        for (int i = 0; i < 16; i++) {
            constant.u8((0x11 * (i + 1)) & 0xFF);
        }
        int type = module.type(new int[] {I32}, NONE);
        Bytes grow =
                canGrow
                        ? Bytes.of(0x20, 0, 0x04, 0x40, 0x05, 0x41, 0, 0x40, 0, 0x1A, 0x0B)
                        : new Bytes();
        module.function(
                type,
                NONE,
                new Bytes().add(grow).u8(0x20, 0).add(constant).u8(0xFD, 0x0B, 0).u32(offset));
        module.function(type, NONE, Bytes.of(0x20, 0, 0xFD, 0, 0).u32(offset).u8(0x1A));
        return module.export("store", 0, 0).export("load", 0, 1).export("memory", 2, 0);
    }

    @Test
    void parametersAndResultsMayBeVeryMany() throws InvalidModuleException {
        int[] many = new int[1_000];
        Arrays.fill(many, V128);
        ModuleWriter module = new ModuleWriter();
        int type = module.type(many, many);
        Bytes reversed = new Bytes();
        Bytes run = new Bytes();
        for (int i = 0; i < many.length; i++) {
            reversed.u8(0x20).u32(many.length - 1L - i);
            run.u8(0xFD, 0x0C).f64(i).f64(-i);
        }
        module.function(type, NONE, reversed);
        run.u8(0x10, 0);
        // The last result is the first argument; all others go.
        run.u8(0x21, 0);
        for (int i = 1; i < many.length - 1; i++) {
            run.u8(0x1A);
        }
        run.u8(0x21, 1, 0x20, 0, 0xFD, 0x1D, 0, 0x20, 1, 0xFD, 0x1D, 0, 0x20, 1, 0xFD, 0x1D, 1);
        module.function(module.type(NONE, new int[] {I64, I64, I64}), new int[] {V128, V128}, run);
        module.export("run", 0, 1);
        for (Mode mode : List.of(Mode.COMPILED, Mode.SPLIT)) {
            assertArrayEquals(new long[] {0, 999, -999}, guest(module, mode).call("run"));
        }
    }

    @Test
    void typesWithVectorsAreNotTypesWithIntegers() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        int vectors = module.type(new int[] {V128}, NONE);
        int integers = module.type(new int[] {I64, I64}, NONE);
        module.function(integers, NONE, new Bytes());
        module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0).u32(1));
        module.entry(9, Bytes.of(0, 0x41, 0, 0x0B).u32(1).u32(0));
        module.function(
                module.type(NONE, NONE),
                NONE,
                Bytes.of(0xFD, 0x0C).f64(1).f64(2).u8(0x41, 0, 0x11).u32(vectors).u8(0));
        module.export("run", 0, 1);
        for (Mode mode : List.of(Mode.COMPILED, Mode.SPLIT)) {
            GuestInstance guest = guest(module, mode);
            GuestTrapException trap =
                    assertThrows(GuestTrapException.class, () -> guest.call("run"));
            assertEquals(TrapKind.INDIRECT_CALL_TYPE, trap.kind());
        }
    }

    @Test
    void globalsAreFoundAmongThousands() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        for (int i = 0; i < 4_000; i++) {
            boolean isVector = i % 3 != 0;
            Bytes value =
                    isVector ? Bytes.of(0xFD, 0x0C).f64(i).f64(i + 10_000L) : Bytes.of(0x42).s64(i);
            module.entry(6, Bytes.of(isVector ? V128 : I64, 1).add(value).u8(0x0B));
        }
        Bytes run = Bytes.of(0x23).u32(3_998).u8(0x23).u32(1).u8(0x24).u32(3_998).u8(0xFD, 0x1D, 1);
        run.u8(0x23).u32(3_998).u8(0xFD, 0x1D, 1).u8(0x23).u32(3_999);
        module.function(module.type(NONE, new int[] {I64, I64, I64}), NONE, run);
        module.export("run", 0, 0);
        assertArrayEquals(
                new long[] {13_998, 10_001, 3_999}, guest(module, Mode.COMPILED).call("run"));
    }

    @Test
    void localsCountTwiceForTheLimit() throws InvalidModuleException {
        int most = ModuleLimits.DEFAULT.maxLocals();
        assertEquals(0, guest(locals(most / 2), Mode.COMPILED).call("run").length);
        InvalidModuleException refused =
                assertThrows(
                        InvalidModuleException.class,
                        () -> guest(locals(most / 2 + 1), Mode.COMPILED));
        assertEquals(Reason.LIMIT_EXCEEDED, refused.reason());
        assertTrue(refused.getMessage().contains("has " + (most + 2)), refused.getMessage());
    }

    private static ModuleWriter locals(int count) {
        ModuleWriter module = new ModuleWriter();
        Bytes body = Bytes.of(1).u32(count).u8(V128).u8(0x20).u32(count - 1L).u8(0x1A, 0x0B);
        module.rawFunction(module.type(NONE, NONE), body);
        return module.export("run", 0, 0);
    }

    @Test
    void importsThatTakeThemAreRejected() {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(new int[] {I32}, new int[] {V128});
        module.importFunction("vex", "log", type);
        InvalidModuleException refused =
                assertThrows(InvalidModuleException.class, () -> guest(module, Mode.COMPILED));
        assertEquals(Reason.SIMD, refused.reason());
        assertEquals(
                "import 'vex.log' has a v128 in its type, which no host function takes or returns"
                        + " [offset 0x1b]; pass the vector in memory, by its address",
                refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "invalid lane index 16, 0x15 16",
        "invalid lane index 8, 0x18 8",
        "invalid lane index 4, 0x1B 4",
        "invalid lane index 2, 0x1D 2",
        "invalid lane index 32, 0x0D 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 32",
        "alignment must not be larger than natural, 0x00 5 0",
        "alignment must not be larger than natural, 0x5D 4 0",
        "alignment must not be larger than natural, 0x58 1 0 0",
        "invalid lane index 16, 0x58 0 0 16",
        "invalid lane index 2, 0x57 3 0 2"
    })
    void whatIsOutOfRangeIsInvalid(String message, String code) {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        Bytes body = Bytes.of(0x00, 0xFD);
        for (String number : code.split(" ", -1)) {
            body.u8(Integer.decode(number));
        }
        module.function(module.type(NONE, NONE), NONE, body.u8(0x00));
        InvalidModuleException refused =
                assertThrows(InvalidModuleException.class, () -> guest(module, Mode.COMPILED));
        assertEquals(Reason.INVALID, refused.reason());
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    @Test
    void meteredModuleCountsForItself() throws IOException, InvalidModuleException {
        byte[] bytes = Files.readAllBytes(Corpus.GUESTS.resolve("opcodes/simd.wasm"));
        ModuleLayout layout = ModuleLayout.of(bytes, ModuleLimits.DEFAULT);
        byte[] metered = Meter.meter(layout, Optional.of("left")).bytes();
        CompiledModule compiled =
                StrictCompiler.uncached().compile(metered, CompileOptions.DEFAULT);
        int calls = 0;
        for (Map<String, Object> call :
                TinyJson.objects(Corpus.GUESTS.resolve("opcodes/opcodes.json"))) {
            if (!"simd".equals(call.get("feature")) || call.containsKey("trap")) {
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
        assertTrue(calls > 1_000, calls + " calls");
    }

    @Test
    void nansAreCanonicalWhereTheyHaveToRepeat() throws InvalidModuleException {
        // f32x4.add, f64x2.sqrt and f64x2.promote_low of NaNs with payload; pmin keeps its bits.
        long odd = 0xFFA0_0001_7FC1_2345L;
        ModuleWriter module = new ModuleWriter();
        Bytes vector = Bytes.of(0xFD, 0x0C).f64(odd).f64(odd);
        Bytes run = new Bytes();
        for (int[] op : new int[][] {{0xE4, 1}, {0xEF, 1}, {0x5F}, {0xEA, 1}}) {
            boolean isBinary = op[0] == 0xE4 || op[0] == 0xEA;
            run.add(vector).add(isBinary ? vector : new Bytes()).u8(0xFD).u8(op);
            run.u8(0xFD, 0x1D, 0);
        }
        module.function(module.type(NONE, new int[] {I64, I64, I64, I64}), NONE, run);
        module.export("run", 0, 0);
        CompiledModule compiled =
                StrictCompiler.uncached()
                        .compile(module.toByteArray(), CompileOptions.DEFAULT.deterministic(true));
        long canonical = 0x7FF8_0000_0000_0000L;
        assertArrayEquals(
                new long[] {0x7FC0_0000_7FC0_0000L, canonical, canonical, odd},
                Corpus.instantiate(compiled, new FuelGauge(1_000)).call("run"));
    }
}

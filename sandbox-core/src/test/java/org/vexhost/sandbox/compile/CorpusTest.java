package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.testing.TinyJson;

/** Results, traps and fuel are what Wasmtime reported for the same calls, unit for unit. */
final class CorpusTest {

    private static final Path GUESTS = Path.of("src/test/guests");
    private static final long PLENTY = 10_000_000;

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT", "REWRITTEN", "INTERPRETED"})
    void everyCallOfTheCorpusIsAsWasmtimeHasIt(Mode mode)
            throws IOException, InvalidModuleException {
        Map<String, CompiledModule> modules = new HashMap<>();
        List<Executable> checks = new ArrayList<>();
        for (Map<String, Object> call : TinyJson.objects(GUESTS.resolve("opcodes/opcodes.json"))) {
            if ("simd".equals(call.get("feature")) || limitIsOurs(call)) {
                continue;
            }
            String name = (String) call.get("module");
            if (!modules.containsKey(name)) {
                modules.put(name, compile("opcodes/" + name + ".wasm", mode));
            }
            CompiledModule module = modules.get(name);
            checks.add(() -> check(call, module));
        }
        assertTrue(checks.size() > 5_000);
        assertAll(checks);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT", "REWRITTEN", "INTERPRETED"})
    void kernelsAnswerAndCostWhatWasmtimeHas(Mode mode) throws IOException, InvalidModuleException {
        for (Map<String, Object> call : TinyJson.objects(GUESTS.resolve("kernels/kernels.json"))) {
            if (!"test".equals(call.get("use"))) {
                continue;
            }
            String kernel = (String) call.get("kernel");
            CompiledModule module = compile("kernels/" + kernel + ".wasm", mode);
            FuelGauge gauge = new FuelGauge(1L << 40);
            long[] results = instantiate(module, gauge).call("run", (Long) call.get("n"));
            assertEquals(call.get("fuel"), gauge.consumed(), kernel);
            assertEquals(
                    bits((Map<?, ?>) call.get("result")), masked(call.get("result"), results[0]));
        }
    }

    @Test
    void vectorsAreRefusedByName() {
        InvalidModuleException refused =
                assertThrows(
                        InvalidModuleException.class,
                        () -> compile("opcodes/simd.wasm", Mode.COMPILED));
        assertEquals(InvalidModuleException.Reason.SIMD, refused.reason());
    }

    /** Wasmtime limits each table, we limit all of a guest's together. */
    private static boolean limitIsOurs(Map<String, Object> call) {
        return call.get("function").equals("table.grow-extern")
                && call.get("args").toString().contains("0x000003e5");
    }

    private static CompiledModule compile(String file, Mode mode)
            throws IOException, InvalidModuleException {
        return ModuleCompiler.uncached()
                .compile(
                        Files.readAllBytes(GUESTS.resolve(file)),
                        new CompileOptions(ModuleLimits.DEFAULT, mode));
    }

    private static GuestInstance instantiate(CompiledModule module, FuelGauge gauge) {
        return module.instantiate(
                ImportValues.empty(),
                new InstanceOptions(
                        64 << 20,
                        1_000,
                        CompiledModule.DEFAULT_CALL_DEPTH,
                        gauge,
                        MemoryPool.NONE,
                        null));
    }

    private static void check(Map<String, Object> call, CompiledModule module) {
        String name =
                call.get("module")
                        + " "
                        + call.get("function")
                        + call.get("args")
                        + " "
                        + call.getOrDefault("budget", "");
        FuelGauge gauge =
                new FuelGauge(call.containsKey("budget") ? (Long) call.get("budget") : PLENTY);
        GuestInstance guest = instantiate(module, gauge);
        List<?> arguments = (List<?>) call.get("args");
        long[] values = new long[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bits((Map<?, ?>) arguments.get(i));
        }
        String trap = null;
        long[] results = {};
        try {
            results = guest.call((String) call.get("function"), values);
        } catch (GuestTrapException e) {
            // Wasmtime has one word for what the specification's tests have two.
            trap =
                    e.kind() == TrapKind.UNDEFINED_ELEMENT
                            ? TrapKind.TABLE_OUT_OF_BOUNDS.text()
                            : e.kind().text();
        } catch (FuelExhaustedException e) {
            trap = "out of fuel";
        }
        if (call.containsKey("trap")) {
            String expected = (String) call.get("trap");
            assertTrue(
                    trap != null && (trap.contains(expected) || expected.contains(trap)),
                    name + " expected " + expected + ", got " + trap);
        } else {
            assertEquals(null, trap, name);
            List<?> expected = (List<?>) call.get("results");
            assertEquals(expected.size(), results.length, name);
            for (int i = 0; i < results.length; i++) {
                result(name, (Map<?, ?>) expected.get(i), results[i]);
            }
        }
        if (!Boolean.FALSE.equals(call.get("fuelComparable"))) {
            assertEquals(call.get("fuel"), gauge.consumed(), name);
        }
    }

    private static void result(String name, Map<?, ?> expected, long actual) {
        if (Boolean.TRUE.equals(expected.get("nan"))) {
            boolean nan =
                    "f32".equals(expected.get("type"))
                            ? Float.isNaN(Float.intBitsToFloat((int) actual))
                            : Double.isNaN(Double.longBitsToDouble(actual));
            assertTrue(nan, name);
        } else if (expected.containsKey("bits")) {
            assertEquals(bits(expected), masked(expected, actual), name);
        }
    }

    private static long masked(Object expected, long actual) {
        String type = (String) ((Map<?, ?>) expected).get("type");
        return type.endsWith("32") ? actual & 0xFFFF_FFFFL : actual;
    }

    private static long bits(Map<?, ?> value) {
        String bits = (String) value.get("bits");
        return Long.parseUnsignedLong(bits.substring(2), 16);
    }
}

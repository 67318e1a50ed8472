package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
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
import org.vexhost.sandbox.testing.TinyJson;

/** Calls that were recorded in Wasmtime: what they answered and cost. */
final class Corpus {

    static final Path GUESTS = Path.of("src/test/guests");
    private static final long PLENTY = 10_000_000;

    private Corpus() {}

    /** Returns what compares each call of a folder. */
    static List<Executable> checks(String folder, Mode mode)
            throws IOException, InvalidModuleException {
        return checks(folder, folder, mode);
    }

    /** Returns what compares each call of a file. */
    static List<Executable> checks(String folder, String file, Mode mode)
            throws IOException, InvalidModuleException {
        Map<String, CompiledModule> modules = new HashMap<>();
        List<Executable> checks = new ArrayList<>();
        Path calls = GUESTS.resolve(folder).resolve(file + ".json");
        for (Map<String, Object> call : TinyJson.objects(calls)) {
            if (("simd".equals(call.get("feature")) && !isOurs(mode)) || limitIsOurs(call)) {
                continue;
            }
            String name = (String) call.get("module");
            if (!modules.containsKey(name)) {
                modules.put(name, compile(folder + "/" + name + ".wasm", mode));
            }
            CompiledModule module = modules.get(name);
            checks.add(() -> check(call, module));
        }
        return checks;
    }

    /** Whether our own compiler is asked, which alone knows vectors. */
    static boolean isOurs(Mode mode) {
        return mode == Mode.COMPILED || mode == Mode.SPLIT;
    }

    /** Wasmtime limits each table, we limit all of a guest's together. */
    private static boolean limitIsOurs(Map<String, Object> call) {
        return call.get("function").equals("table.grow-extern")
                && call.get("args").toString().contains("0x000003e5");
    }

    static CompiledModule compile(String file, Mode mode)
            throws IOException, InvalidModuleException {
        return StrictCompiler.uncached()
                .compile(
                        Files.readAllBytes(GUESTS.resolve(file)),
                        new CompileOptions(ModuleLimits.DEFAULT, mode));
    }

    static GuestInstance instantiate(CompiledModule module, FuelGauge gauge) {
        return module.instantiate(
                ImportValues.empty(),
                new InstanceOptions(
                        64 << 20,
                        1_000,
                        InstanceOptions.DEFAULT_CALL_DEPTH,
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

    static long masked(Object expected, long actual) {
        String type = (String) ((Map<?, ?>) expected).get("type");
        return type.endsWith("32") ? actual & 0xFFFF_FFFFL : actual;
    }

    static long bits(Map<?, ?> value) {
        String bits = (String) value.get("bits");
        return Long.parseUnsignedLong(bits.substring(2), 16);
    }
}

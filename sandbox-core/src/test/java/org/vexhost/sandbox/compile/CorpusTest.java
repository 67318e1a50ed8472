package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.testing.TinyJson;

/** Results, traps and fuel are what Wasmtime reported for the same calls, unit for unit. */
final class CorpusTest {

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT", "REWRITTEN", "INTERPRETED"})
    void everyCallOfTheCorpusIsAsWasmtimeHasIt(Mode mode)
            throws IOException, InvalidModuleException {
        List<Executable> checks = Corpus.checks("opcodes", mode);
        assertTrue(checks.size() > (Corpus.isOurs(mode) ? 7_800 : 5_000));
        assertAll(checks);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    void everyCallOfNewerProposalsIsAsWasmtimeHasIt(Mode mode)
            throws IOException, InvalidModuleException {
        List<Executable> checks = Corpus.checks("proposals", mode);
        assertTrue(checks.size() > 430);
        assertAll(checks);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    void everyCallOfOlderExceptionsIsAsV8HasIt(Mode mode)
            throws IOException, InvalidModuleException {
        List<Executable> checks = Corpus.checks("proposals", "older", mode);
        assertTrue(checks.size() > 100);
        assertAll(checks);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT", "REWRITTEN", "INTERPRETED"})
    void kernelsAnswerAndCostWhatWasmtimeHas(Mode mode) throws IOException, InvalidModuleException {
        for (Map<String, Object> call :
                TinyJson.objects(Corpus.GUESTS.resolve("kernels/kernels.json"))) {
            if (!"test".equals(call.get("use"))) {
                continue;
            }
            String kernel = (String) call.get("kernel");
            CompiledModule module = Corpus.compile("kernels/" + kernel + ".wasm", mode);
            FuelGauge gauge = new FuelGauge(1L << 40);
            long[] results = Corpus.instantiate(module, gauge).call("run", (Long) call.get("n"));
            assertEquals(call.get("fuel"), gauge.consumed(), kernel);
            assertEquals(
                    Corpus.bits((Map<?, ?>) call.get("result")),
                    Corpus.masked(call.get("result"), results[0]));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"REWRITTEN", "INTERPRETED", "UNMETERED"})
    void vectorsAreRefusedByNameWhereChicoryWouldRunThem(Mode mode) {
        InvalidModuleException refused =
                assertThrows(
                        InvalidModuleException.class,
                        () -> Corpus.compile("opcodes/simd.wasm", mode));
        assertEquals(InvalidModuleException.Reason.SIMD, refused.reason());
        assertTrue(refused.getMessage().contains("module uses SIMD"), refused.getMessage());
    }
}

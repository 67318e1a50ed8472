package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.testing.RandomModule;

/**
 * Writes random modules, and what calls of them come to, into the folder {@code
 * vexhost.fuzz.export}, with vectors if {@code vexhost.fuzz.vectors} is {@code true}, for {@code
 * src/test/guests/fuzz/compare.py}, which asks Wasmtime.
 */
@EnabledIfSystemProperty(named = "vexhost.fuzz.export", matches = ".+")
final class FuzzExportTest {

    private static final int BUDGETS = 5;

    @Test
    void writesModulesAndWhatTheyDo() throws IOException, InvalidModuleException {
        Path folder = Path.of(System.getProperty("vexhost.fuzz.export"));
        Files.createDirectories(folder);
        int modules = Integer.getInteger("vexhost.fuzz.modules", 100);
        long first = Long.getLong("vexhost.fuzz.seed", 1);
        List<String> lines = new ArrayList<>();
        for (long seed = first; seed < first + modules; seed++) {
            boolean hasVectors = Boolean.getBoolean("vexhost.fuzz.vectors");
            byte[] module = hasVectors ? RandomModule.withVectors(seed) : RandomModule.hosted(seed);
            Files.write(folder.resolve(seed + ".wasm"), module);
            Fuzz fuzz = Fuzz.compile(seed, module, Mode.COMPILED);
            Fuzz.Call plenty = fuzz.call(Fuzz.PLENTY);
            lines.add(plenty.line());
            for (int i = 1; i <= BUDGETS; i++) {
                lines.add(fuzz.call(plenty.fuel() * i / BUDGETS).line());
            }
        }
        Files.write(folder.resolve("calls.tsv"), lines);
        assertTrue(lines.size() > modules);
    }
}

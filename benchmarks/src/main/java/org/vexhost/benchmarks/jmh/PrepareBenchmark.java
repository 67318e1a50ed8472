package org.vexhost.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.vexhost.benchmarks.Guests;
import org.vexhost.benchmarks.Tools;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;

/** Deploying a module: from its bytes to a tool that can be called. A cold JVM does it once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
        value = 5,
        jvmArgsAppend = {"-XX:-DontCompileHugeMethods", "-XX:-ClipInlining"})
public class PrepareBenchmark {

    /** Which module. */
    @Param({"echo", "text-stats", "quickjs"})
    public String tool;

    private byte[] wasm;
    private Path cache;
    private WasmEngine engine;

    /** Starts an engine as a host does. */
    @Setup
    public void start() throws Exception {
        wasm = Guests.tool(tool);
        cache = Files.createTempDirectory("vexhost-benchmark-");
        engine = Tools.engine(cache);
    }

    /** Stops the engine and removes the cache. */
    @TearDown
    public void stop() throws IOException {
        engine.close();
        try (Stream<Path> files = Files.walk(cache)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The content of the cache directory after an earlier process. */
    @State(Scope.Thread)
    public static class Earlier {

        /** Runs that process. */
        @Setup
        public void fill(PrepareBenchmark benchmark) throws IOException, InterruptedException {
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            int code =
                    new ProcessBuilder(
                                    java,
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    CacheFiller.class.getName(),
                                    benchmark.cache.toString(),
                                    benchmark.tool)
                            .inheritIO()
                            .start()
                            .waitFor();
            if (code != 0) {
                throw new IllegalStateException(
                        "the process that fills the cache ended in " + code);
            }
        }
    }

    /** Nothing is cached. */
    @Benchmark
    public WasmTool compile() throws Exception {
        return Tools.tool(engine, tool, wasm);
    }

    /** The cache directory holds what an earlier process compiled. */
    @Benchmark
    public WasmTool fromDisk(Earlier earlier) throws Exception {
        return Tools.tool(engine, tool, wasm);
    }
}

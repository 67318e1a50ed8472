package org.vexhost.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
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

/** Deploying a module that this engine has compiled before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:-DontCompileHugeMethods", "-XX:-ClipInlining"})
public class CacheHitBenchmark {

    /** Which module. */
    @Param({"echo", "text-stats", "quickjs"})
    public String tool;

    private byte[] wasm;
    private WasmEngine engine;
    private WasmTool first;

    /** Compiles once, and keeps that tool, so that the cache keeps the module. */
    @Setup
    public void deploy() throws Exception {
        wasm = Guests.tool(tool);
        engine = Tools.engine();
        first = Tools.tool(engine, tool, wasm);
    }

    /** Stops the engine. */
    @TearDown
    public void stop() {
        first.close();
        engine.close();
    }

    /** Prepares the same module again. */
    @Benchmark
    public WasmTool prepareAgain() throws Exception {
        WasmTool again = Tools.tool(engine, tool, wasm);
        again.close();
        return again;
    }
}

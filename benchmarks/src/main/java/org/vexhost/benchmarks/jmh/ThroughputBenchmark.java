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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolException;
import org.vexhost.benchmarks.Guests;
import org.vexhost.benchmarks.Tools;
import org.vexhost.loader.execute.RegistryToolExecutor;
import org.vexhost.sandbox.WasmEngine;

/** Calls per second of one tool, from one caller and from two callers at the same time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:-DontCompileHugeMethods", "-XX:-ClipInlining"})
public class ThroughputBenchmark {

    /** Which tool. */
    @Param({"echo", "text-stats", "quickjs"})
    public String tool;

    private WasmEngine engine;
    private RegistryToolExecutor executor;
    private ToolCall call;

    /** Deploys the tool. */
    @Setup
    public void deploy() throws Exception {
        engine = Tools.engine();
        byte[] module = Guests.tool(tool);
        executor = Tools.executor(Tools.tool(engine, tool, module), module);
        call = ToolCall.of(Json.parse(Guests.arguments(tool)), Caller.host("benchmark"));
    }

    /** Stops the sandbox threads. */
    @TearDown
    public void stop() {
        executor.close();
        engine.close();
    }

    /** One caller. */
    @Benchmark
    @Threads(1)
    public Json oneCaller() throws ToolException {
        return executor.execute(tool, call).output();
    }

    /** Two callers. */
    @Benchmark
    @Threads(2)
    public Json twoCallers() throws ToolException {
        return executor.execute(tool, call).output();
    }
}

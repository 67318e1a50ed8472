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
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolException;
import org.vexhost.benchmarks.Guests;
import org.vexhost.benchmarks.Tools;
import org.vexhost.loader.execute.RegistryToolExecutor;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;

/** One warm call with its own sandbox, from the smallest tool to a language runtime. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:-DontCompileHugeMethods", "-XX:-ClipInlining"})
public class CallBenchmark {

    /** Which tool; {@code echo-N} is the smallest one with N pages of memory. */
    @Param({"echo-1", "echo-2", "echo-17", "text-stats", "csv-summary", "wasi-tool", "quickjs"})
    public String tool;

    private WasmEngine engine;
    private WasmTool wasmTool;
    private RegistryToolExecutor executor;
    private String name;
    private ToolCall call;

    /** Deploys the tool. */
    @Setup
    public void deploy() throws Exception {
        engine = Tools.engine();
        byte[] module = Guests.tool(tool);
        wasmTool = Tools.tool(engine, tool, module);
        name = wasmTool.definition().name();
        executor = Tools.executor(wasmTool, module);
        call = ToolCall.of(Json.parse(Guests.arguments(tool)), Caller.host("benchmark"));
    }

    /** Stops the sandbox threads. */
    @TearDown
    public void stop() {
        executor.close();
        engine.close();
    }

    /** Calls {@code WasmTool} on a ready sandbox thread. */
    @Benchmark
    public Json direct() throws ToolException {
        return wasmTool.run(call).output();
    }

    /** Calls through the executor, with look-up, grants, schema and admission. */
    @Benchmark
    public Json throughExecutor() throws ToolException {
        return executor.execute(name, call).output();
    }
}

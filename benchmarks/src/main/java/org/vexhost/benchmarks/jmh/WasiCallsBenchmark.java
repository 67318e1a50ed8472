package org.vexhost.benchmarks.jmh;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.benchmarks.Guests;
import org.vexhost.benchmarks.Tools;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;

/**
 * One call of a C tool that makes 20 calls of WASI, with Vexhost's host functions and with
 * Chicory's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class WasiCallsBenchmark {

    /** Whether 17 of the 20 calls are about files and directories. */
    @Param({"true", "false"})
    public String files;

    private Path folder;
    private WasmEngine engine;
    private WasmTool tool;
    private ToolCall call;
    private WasmModule module;
    private Function<Instance, Machine> machines;

    /** Deploys the same module on both, each with its own directory. */
    @Setup
    public void deploy() throws Exception {
        byte[] wasm = Guests.wasi("twenty-calls");
        folder = Files.createTempDirectory("vexhost-benchmark");
        Path ours = Files.createDirectory(folder.resolve("vexhost"));
        Files.createDirectory(folder.resolve("chicory"));
        Grants grants = Grants.of(Grant.FileSystem.of("/data", ours, Grant.Access.READ_WRITE));
        engine = Tools.engine();
        tool =
                engine.prepare(
                        WasmToolSpec.builder()
                                .definition(
                                        ToolDefinition.of(
                                                "twenty-calls",
                                                "1.0.0",
                                                "Calls WASI.",
                                                Json.parse("{}")))
                                .module(wasm)
                                .limits(SandboxLimits.DEFAULTS)
                                .grants(() -> grants)
                                .build());
        call = ToolCall.of(Json.parse(files), Caller.host("benchmark"));
        module = Parser.parse(wasm);
        machines = MachineFactoryCompiler.compile(module);
    }

    /** Stops the sandbox threads. */
    @TearDown
    public void stop() throws Exception {
        engine.close();
        for (String name : new String[] {"vexhost", "chicory", ""}) {
            Files.delete(folder.resolve(name));
        }
    }

    /** Calls with its own sandbox, metered. */
    @Benchmark
    public String vexhost() throws Exception {
        return checked(tool.run(call).output().text());
    }

    /** Calls with its own instance and WASI. */
    @Benchmark
    public String chicory() {
        WasiOptions options =
                WasiOptions.builder()
                        .withStdout(OutputStream.nullOutputStream())
                        .withStderr(OutputStream.nullOutputStream())
                        .withDirectory("/data", folder.resolve("chicory"))
                        .build();
        try (var wasi = WasiPreview1.builder().withOptions(options).build()) {
            Instance instance =
                    Instance.builder(module)
                            .withImportValues(
                                    ImportValues.builder()
                                            .addFunction(wasi.toHostFunctions())
                                            .build())
                            .withMachineFactory(machines)
                            .withMemoryFactory(ByteArrayMemory::new)
                            .withStart(false)
                            .build();
            instance.export("_initialize").apply();
            byte[] arguments = files.getBytes(StandardCharsets.UTF_8);
            int pointer = (int) instance.export("vex_allocate").apply(arguments.length)[0];
            instance.memory().write(pointer, arguments);
            long packed = instance.export("vex_execute").apply(pointer, arguments.length)[0];
            return checked(instance.memory().readString((int) (packed >>> 32), (int) packed));
        }
    }

    private static String checked(String answer) {
        if (!answer.equals("0")) {
            throw new IllegalStateException("calls failed: " + answer);
        }
        return answer;
    }
}

package org.vexhost.benchmarks.peer;

import com.dylibso.chicory.runtime.ImportValues;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolOutput;
import org.vexhost.api.ToolResult;
import org.vexhost.benchmarks.Tools;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.compile.CompiledModule;
import org.vexhost.sandbox.guest.GuestInstance;

/**
 * Runs cases on Vexhost: kernels on the compiled module, tools through {@link WasmTool} or the
 * executor.
 */
final class VexhostRunner implements Runner {

    private final WasmEngine engine = Tools.engine();
    private final Way way;
    private @Nullable WasmEngine withCache;

    /** The part that is measured. */
    enum Way {
        /** A metered module, called without the executor. */
        DIRECT,
        /**
         * A metered module, called through the executor, including look-up, schema and admission.
         */
        EXECUTOR,
        /** Like {@link #DIRECT}, from a snapshot of the tool. */
        SNAPSHOT,
        /** The same code without fuel and call depth. */
        UNMETERED
    }

    VexhostRunner(Way way) {
        this.way = way;
    }

    @Override
    public Ready kernel(Case.Kernel kernel) throws IOException, InvalidModuleException {
        byte[] wasm = Files.readAllBytes(kernel.module());
        CompiledModule module =
                way == Way.UNMETERED ? Kernels.unmetered(wasm) : Kernels.metered(wasm);
        long[] arguments = kernel.arguments().stream().mapToLong(Long::longValue).toArray();
        return new Ready() {
            private long result;
            private long fuel;

            @Override
            public Long call() throws Exception {
                // Every call has its own guest here. Only the call is timed, as for all peers.
                try (GuestInstance guest =
                        module.instantiate(ImportValues.empty(), Kernels.options())) {
                    long took =
                            Clock.onThisThread(
                                    () -> result = guest.call(kernel.export(), arguments)[0]);
                    fuel = guest.gauge().consumed();
                    return took;
                }
            }

            @Override
            public Answer answer() {
                return new Answer(Long.toString(result), way == Way.UNMETERED ? -1 : fuel);
            }
        };
    }

    @Override
    public Ready tool(Case.ToolCase each) throws Exception {
        byte[] module = Files.readAllBytes(each.module());
        WasmTool tool =
                way == Way.SNAPSHOT
                        ? Tools.toolWithSnapshot(engine, each.name(), module)
                        : Tools.tool(engine, each.name(), module);
        Json arguments = Json.parse(Files.readAllBytes(each.input()));
        return way == Way.EXECUTOR
                ? throughExecutor(Tools.executor(tool, module), tool.definition().name(), arguments)
                : direct(tool, arguments);
    }

    /** {@inheritDoc} Compiled code is kept beside the module, so that a later process has it. */
    @Override
    public Ready program(Case.Program program) throws Exception {
        WasmEngine engineWithCache = withCache;
        if (engineWithCache == null) {
            engineWithCache = Tools.engine(program.module().resolveSibling("compiled"));
            withCache = engineWithCache;
        }
        WasmTool tool = Tools.program(engineWithCache, program.module(), program.arguments());
        return direct(tool, Json.parse(Files.readAllBytes(program.input())));
    }

    private static Ready direct(WasmTool tool, Json arguments) {
        ToolCall call = ToolCall.of(arguments, Caller.host("benchmark"));
        return new Ready() {
            private @Nullable ToolOutput output;

            @Override
            public Long call() throws Exception {
                return Clock.onAllThreads(() -> output = tool.run(call));
            }

            @Override
            public Answer answer() {
                ToolOutput last = output;
                return last == null
                        ? new Answer("", -1)
                        : new Answer(last.output().text(), last.usage().fuelConsumed());
            }
        };
    }

    private static Ready throughExecutor(ToolExecutor executor, String tool, Json arguments) {
        return new Ready() {
            private @Nullable ToolResult result;

            @Override
            public Long call() throws Exception {
                return Clock.onAllThreads(
                        () ->
                                result =
                                        executor.execute(
                                                tool,
                                                ToolCall.of(arguments, Caller.host("benchmark"))));
            }

            @Override
            public Answer answer() {
                ToolResult last = result;
                return last == null
                        ? new Answer("", -1)
                        : new Answer(last.output().text(), last.usage().fuelConsumed());
            }
        };
    }

    @Override
    public void close() {
        engine.close();
        WasmEngine engineWithCache = withCache;
        if (engineWithCache != null) {
            engineWithCache.close();
        }
    }
}

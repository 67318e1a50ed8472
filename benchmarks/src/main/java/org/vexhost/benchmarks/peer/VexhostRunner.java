package org.vexhost.benchmarks.peer;

import com.dylibso.chicory.runtime.ImportValues;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolOutput;
import org.vexhost.benchmarks.Tools;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.compile.CompiledModule;
import org.vexhost.sandbox.compile.GuestInstance;

/** Vexhost without the executor: kernels on the compiled module, tools through {@link WasmTool}. */
final class VexhostRunner implements Runner {

    private final WasmEngine engine = Tools.engine();
    private final Metering metering;

    /** Whether kernels count fuel and call depth. */
    enum Metering {
        ON,
        OFF
    }

    VexhostRunner(Metering metering) {
        this.metering = metering;
    }

    @Override
    public Ready kernel(Case.Kernel kernel) throws IOException, InvalidModuleException {
        byte[] wasm = Files.readAllBytes(kernel.module());
        CompiledModule module =
                metering == Metering.ON ? Kernels.metered(wasm) : Kernels.unmetered(wasm);
        long[] arguments = kernel.arguments().stream().mapToLong(Long::longValue).toArray();
        return new Ready() {
            private long result;
            private long fuel;

            @Override
            public Long call() {
                // Every call has a guest of its own here; only the call is timed, as for all peers.
                try (GuestInstance guest =
                        module.instantiate(ImportValues.empty(), Kernels.options())) {
                    long start = Clock.kernelNanos();
                    result = guest.call(kernel.export(), arguments)[0];
                    long took = Clock.kernelNanos() - start;
                    fuel = guest.gauge().consumed();
                    return took;
                }
            }

            @Override
            public Answer answer() {
                return new Answer(Long.toString(result), metering == Metering.ON ? fuel : -1);
            }
        };
    }

    @Override
    public Ready tool(Case.ToolCase each) throws IOException, InvalidModuleException {
        WasmTool tool = Tools.tool(engine, each.name(), Files.readAllBytes(each.module()));
        ToolCall call = ToolCall.of(Json.parse(Files.readAllBytes(each.input())), "benchmark");
        return new Ready() {
            private @Nullable ToolOutput output;

            @Override
            public Long call() throws ToolException {
                long start = System.nanoTime();
                output = tool.run(call);
                return System.nanoTime() - start;
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

    @Override
    public void close() {
        engine.close();
    }
}

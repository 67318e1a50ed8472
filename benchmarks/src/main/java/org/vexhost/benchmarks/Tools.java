package org.vexhost.benchmarks;

import java.nio.file.Path;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;

/** Makes engines and tools as a host makes them. */
public final class Tools {

    private static final Json ANY_OBJECT = Json.parse("{\"type\":\"object\"}");

    private Tools() {}

    /** An engine with all host functions. */
    public static WasmEngine engine() {
        return WasmEngine.builder().build();
    }

    /** An engine with all host functions, that keeps compiled modules in a directory. */
    public static WasmEngine engine(Path cacheDirectory) {
        return WasmEngine.builder().cacheDirectory(cacheDirectory).build();
    }

    /** A tool under the default limits. */
    public static WasmTool tool(WasmEngine engine, String name, byte[] module)
            throws InvalidModuleException {
        return engine.prepare(
                WasmToolSpec.builder()
                        .definition(new ToolDefinition(name, "1.0.0", "A benchmark", ANY_OBJECT))
                        .module(module)
                        .limits(SandboxLimits.DEFAULTS)
                        .build());
    }
}

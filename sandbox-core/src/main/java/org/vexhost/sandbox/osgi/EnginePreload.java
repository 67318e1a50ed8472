package org.vexhost.sandbox.osgi;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;

/**
 * Prepares and calls the smallest possible tool with a separate engine. This loads classes for
 * which the host's first real tool would otherwise have to wait. If the smallest tool is already in
 * the cache of compiled modules, the compiler is not used. The tools of a restarted host are then
 * usually in the cache too. The code that starts this bundle runs this task on a separate thread.
 */
public final class EnginePreload implements Consumer<Path> {

    /**
     * A module that returns its arguments. Its functions are {@code vex_allocate} and {@code
     * vex_execute}.
     */
    private static final String ECHO =
            "0061736d01000000010c0260017f017f60027f7f017e03030200010503010001072703066d656d6f7279"
                    + "02000c7665785f616c6c6f6361746500000b7665785f6578656375746500010a1e02"
                    + "0f00200041106a41107640001a41100b0c002000ad4220862001ad840b";

    /**
     * Public because the code that starts this bundle finds this class through the bundle's
     * manifest.
     */
    public EnginePreload() {}

    @Override
    public void accept(Path compiled) {
        var definition = ToolDefinition.of("preload", "1", "Nobody's.", Json.EMPTY_OBJECT);
        byte[] module = HexFormat.of().parseHex(ECHO);
        var spec = WasmToolSpec.builder().definition(definition).module(module).build();
        try (WasmEngine engine =
                        WasmEngine.builder().memoryPoolBytes(0).cacheDirectory(compiled).build();
                WasmTool tool = engine.prepare(spec)) {
            Json ignored = tool.execute(ToolCall.of(Json.EMPTY_OBJECT, Caller.host("preload")));
        } catch (InvalidModuleException | ToolException e) {
            throw new IllegalStateException("the smallest tool does not run", e);
        }
    }
}

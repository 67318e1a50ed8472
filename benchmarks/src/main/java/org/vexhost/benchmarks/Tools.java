package org.vexhost.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolState;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.DescriptorException;
import org.vexhost.loader.execute.RegistryToolExecutor;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.schema.InvalidSchemaException;
import org.vexhost.loader.schema.ToolSchemas;
import org.vexhost.sandbox.Abi;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;
import org.vexhost.sandbox.spi.HostModule;
import org.vexhost.wasi.VexModule;
import org.vexhost.wasi.WasiModule;

/** Creates engines and tools in the same way as a host. */
public final class Tools {

    private Tools() {}

    /** Creates an engine with all host functions. */
    public static WasmEngine engine() {
        return withHostFunctions().build();
    }

    /** Creates an engine with all host functions and those of one more module. */
    public static WasmEngine engine(HostModule<?> more) {
        return withHostFunctions().hostModule(more).build();
    }

    /** Creates an engine with all host functions that keeps compiled modules in a directory. */
    public static WasmEngine engine(Path cacheDirectory) {
        return withHostFunctions().cacheDirectory(cacheDirectory).build();
    }

    private static WasmEngine.Builder withHostFunctions() {
        return WasmEngine.builder().hostModule(new WasiModule()).hostModule(new VexModule());
    }

    /** Prepares a tool with its author's descriptor and the default limits. */
    public static WasmTool tool(WasmEngine engine, String name, byte[] module)
            throws InvalidModuleException, IOException, DescriptorException {
        return engine.prepare(spec(name, module).build());
    }

    /**
     * Prepares the same tool, initialised once for all calls.
     *
     * @throws IllegalStateException if it cannot be snapshotted
     */
    public static WasmTool toolWithSnapshot(WasmEngine engine, String name, byte[] module)
            throws InvalidModuleException, IOException, DescriptorException {
        WasmTool tool = engine.prepare(spec(name, module).snapshot(true).build());
        tool.snapshotProblem()
                .ifPresent(
                        problem -> {
                            throw new IllegalStateException(problem);
                        });
        return tool;
    }

    /**
     * Prepares a command as a tool without a descriptor, with a fixed clock and a fixed seed, and
     * with the largest limits. The tool is named after the file.
     *
     * @param module the file of the command
     * @param arguments the arguments after the program's name
     */
    public static WasmTool program(WasmEngine engine, Path module, List<String> arguments)
            throws InvalidModuleException, IOException {
        String file = String.valueOf(module.getFileName());
        String name = file.substring(0, file.lastIndexOf('.'));
        var definition = ToolDefinition.of(name, "1.0.0", "A program.", Json.EMPTY_OBJECT);
        return engine.prepare(
                WasmToolSpec.builder()
                        .definition(definition)
                        .module(Files.readAllBytes(module))
                        .abi(Abi.COMMAND)
                        .args(arguments)
                        .limits(SandboxLimits.CEILINGS)
                        .deterministic(true)
                        .build());
    }

    private static WasmToolSpec.Builder spec(String name, byte[] module)
            throws IOException, DescriptorException {
        return WasmToolSpec.builder()
                .definition(Guests.descriptor(name).definition())
                .module(module)
                .limits(SandboxLimits.DEFAULTS);
    }

    private static ToolSchemas schemas(ToolDefinition definition) {
        try {
            return ToolSchemas.compile(definition);
        } catch (InvalidSchemaException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Creates the executor that runs all calls of a host, with one tool in its registry. */
    public static RegistryToolExecutor executor(WasmTool tool, byte[] module)
            throws InvalidModuleException {
        var registry = new LiveToolRegistry();
        registry.put(entry(tool, module));
        return new RegistryToolExecutor(registry, HostSettings.Admission.DEFAULTS);
    }

    /** Creates the registry entry of a serving tool. */
    public static ToolEntry entry(WasmTool tool, byte[] module) {
        var served =
                new ServedTool(
                        tool,
                        tool.definition(),
                        RequestedCapabilities.NONE,
                        tool.limits(),
                        Optional.of(ArtifactDigest.of(new byte[0], module)),
                        schemas(tool.definition()));
        String name = tool.definition().name();
        return new ToolEntry(
                name,
                ToolEntry.Ownership.OWNER,
                ArtifactKind.FILE_PAIR,
                name + ".wasm",
                ToolState.ACTIVE,
                Instant.now(),
                "",
                Optional.of(tool.definition().version()),
                Optional.of(served),
                List.of(),
                Optional.empty());
    }
}

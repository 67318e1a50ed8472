package org.vexhost.loader.osgi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.artifact.ModuleImports;
import org.vexhost.loader.deploy.version.ToolFactory;
import org.vexhost.loader.deploy.version.ToolRejectedException;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.descriptor.ToolDescriptor.Execution;
import org.vexhost.loader.descriptor.ToolDescriptor.Start;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.schema.InvalidSchemaException;
import org.vexhost.loader.schema.LongName;
import org.vexhost.loader.schema.ToolSchemas;
import org.vexhost.sandbox.CheckedTool;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.Reservation;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;

/** Creates tools from modules with the WebAssembly engine. */
final class EngineToolFactory implements ToolFactory {

    private static final Logger LOG = LoggerFactory.getLogger(EngineToolFactory.class);

    private final WasmEngine engine;
    private final HeapBudget heap;
    private final Supplier<Map<String, String>> environment;

    /**
     * Creates a factory.
     *
     * @param engine checks and compiles modules
     * @param environment the environment variables that can be granted
     * @param heap the budget that counts the memory of snapshots
     */
    EngineToolFactory(
            WasmEngine engine, Supplier<Map<String, String>> environment, HeapBudget heap) {
        this.engine = engine;
        this.environment = environment;
        this.heap = heap;
    }

    @Override
    public Checked check(LoadedArtifact artifact, SandboxLimits limits, Supplier<Grants> grants)
            throws ToolRejectedException {
        ToolDescriptor descriptor = artifact.descriptor();
        ToolSchemas schemas = schemas(descriptor);
        CheckedTool checked =
                withEngine(
                        () ->
                                engine.check(
                                        WasmToolSpec.builder()
                                                .definition(descriptor.definition())
                                                .module(artifact.module())
                                                .abi(descriptor.abi())
                                                .args(descriptor.args())
                                                .limits(limits)
                                                .deterministic(
                                                        descriptor.execution()
                                                                == Execution.DETERMINISTIC)
                                                .snapshot(descriptor.start() == Start.SNAPSHOT)
                                                .capabilities(descriptor.requested().kinds())
                                                .grants(grants)
                                                .environment(environment)
                                                .build()));
        List<String> imports = imports(artifact.module());
        var effort =
                new Effort(checked.prepareNanos(), checked.prepareBytes(), checked.callBytes());
        return new EngineChecked(checked, schemas, effort, imports);
    }

    /** A module that the engine has checked. */
    private final class EngineChecked implements Checked {
        private final CheckedTool checked;
        private final ToolSchemas schemas;
        private final Effort effort;
        private final List<String> imports;

        EngineChecked(
                CheckedTool checked, ToolSchemas schemas, Effort effort, List<String> imports) {
            this.checked = checked;
            this.schemas = schemas;
            this.effort = effort;
            this.imports = imports;
        }

        @Override
        public Effort effort() {
            return effort;
        }

        @Override
        public Prepared prepare() throws ToolRejectedException {
            WasmTool tool = withEngine(() -> engine.prepare(checked));
            HeapBudget.Held held = heap.hold(tool.snapshotBytes());
            return new Prepared(
                    tool,
                    schemas,
                    imports,
                    snapshot(tool),
                    () -> {
                        tool.close();
                        held.close();
                    });
        }

        private static Optional<String> snapshot(WasmTool tool) {
            return tool.snapshotBytes() > 0
                    ? Optional.of(MessageText.bytes(tool.snapshotBytes()))
                    : tool.snapshotProblem().map(problem -> "none: " + problem);
        }
    }

    @Override
    public SandboxLimits fitting(ToolDescriptor descriptor, SandboxLimits limits, long callBytes) {
        long memory = Reservation.largestMemory(descriptor.abi(), limits, callBytes);
        return memory == limits.maxMemoryBytes()
                ? limits
                : limits.toBuilder().maxMemoryBytes(memory).build();
    }

    /** An operation of the engine. */
    @FunctionalInterface
    private interface Act<T> {
        T run() throws InvalidModuleException;
    }

    private <T> T withEngine(Act<T> act) throws ToolRejectedException {
        try {
            return act.run();
        } catch (InvalidModuleException e) {
            throw new ToolRejectedException(
                    ToolRejectedException.Cause.TOOL, String.valueOf(e.getMessage()), e);
        } catch (IllegalStateException e) {
            if (engine.isClosed()) {
                // The engine's settings changed, or the host is closing. If there is a new engine,
                // it prepares the tool.
                throw new ToolRejectedException(
                        ToolRejectedException.Cause.HOST, "the engine was replaced", e);
            }
            throw e;
        }
    }

    private static ToolSchemas schemas(ToolDescriptor descriptor) throws ToolRejectedException {
        try {
            ToolSchemas schemas = ToolSchemas.compile(descriptor.definition());
            LongName.warningOf(descriptor.definition().name()).ifPresent(LOG::warn);
            for (String warning : schemas.warnings()) {
                LOG.warn("Tool '{}': {}", descriptor.definition().name(), warning);
            }
            return schemas;
        } catch (InvalidSchemaException e) {
            throw new ToolRejectedException(
                    ToolRejectedException.Cause.TOOL,
                    "%s: %s".formatted(descriptor.source(), e.getMessage()),
                    e);
        }
    }

    private static List<String> imports(byte[] module) {
        return ModuleImports.of(module).stream()
                .map(each -> MessageText.escape(each, 2 * MessageText.MAX_QUOTED_LENGTH))
                .toList();
    }
}

package org.vexhost.loader.osgi;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.artifact.ModuleImports;
import org.vexhost.loader.deploy.RefusedException;
import org.vexhost.loader.deploy.ToolFactory;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.descriptor.ToolDescriptor.Execution;
import org.vexhost.loader.schema.InvalidSchemaException;
import org.vexhost.loader.schema.ToolSchema;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;

/** Makes tools with the engine. */
final class EngineToolFactory implements ToolFactory {

    private final WasmEngine engine;
    private final Supplier<Map<String, String>> environment;

    /**
     * With an engine.
     *
     * @param environment the variables from which grants choose
     */
    EngineToolFactory(WasmEngine engine, Supplier<Map<String, String>> environment) {
        this.engine = engine;
        this.environment = environment;
    }

    @Override
    public Prepared prepare(LoadedArtifact artifact, SandboxLimits limits, Supplier<Grants> grants)
            throws RefusedException {
        ToolDescriptor descriptor = artifact.descriptor();
        requireSchema(descriptor);
        try {
            WasmTool tool =
                    engine.prepare(
                            WasmToolSpec.builder()
                                    .definition(descriptor.definition())
                                    .module(artifact.module())
                                    .abi(descriptor.abi())
                                    .args(descriptor.args())
                                    .limits(limits)
                                    .deterministic(
                                            descriptor.execution() == Execution.DETERMINISTIC)
                                    .capabilities(descriptor.requested().kinds())
                                    .grants(grants)
                                    .environment(environment)
                                    .build());
            return new Prepared(tool, imports(artifact.module()), tool::close);
        } catch (InvalidModuleException e) {
            throw new RefusedException(
                    RefusedException.Cause.TOOL, String.valueOf(e.getMessage()), e);
        } catch (IllegalStateException e) {
            if (engine.isClosed()) {
                // Its settings changed, or the host ends: the next engine prepares it.
                throw new RefusedException(
                        RefusedException.Cause.HOST, "the engine was replaced", e);
            }
            throw e;
        }
    }

    private static void requireSchema(ToolDescriptor descriptor) throws RefusedException {
        try {
            ToolSchema ignored = ToolSchema.compile(descriptor.definition().parameters());
        } catch (InvalidSchemaException e) {
            throw new RefusedException(
                    RefusedException.Cause.TOOL,
                    "%s: /parameters %s".formatted(descriptor.source(), e.getMessage()),
                    e);
        }
    }

    private static List<String> imports(byte[] module) {
        return ModuleImports.of(module).stream()
                .map(each -> MessageText.escape(each, 2 * MessageText.MAX_QUOTED_LENGTH))
                .toList();
    }
}

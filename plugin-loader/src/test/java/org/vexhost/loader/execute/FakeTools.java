package org.vexhost.loader.execute;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.CallPermit;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.MeteredTool;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolOutput;
import org.vexhost.api.ToolState;
import org.vexhost.api.Usage;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.schema.InvalidSchemaException;
import org.vexhost.loader.schema.ToolSchemas;

/** Tools that do what a test says, and a registry that serves them. */
final class FakeTools {

    static final String ANY = "{}";

    final LiveToolRegistry registry = new LiveToolRegistry();

    /** What a tool does. */
    interface Body {
        Json run(ToolCall call) throws ToolException;
    }

    static ToolDefinition definition(String name, String version, String schema) {
        return ToolDefinition.of(
                name, version, "does what a test says", Json.parse(schema.replace('\'', '"')));
    }

    /** What a tool does that may give its permit back. */
    interface WaitingBody {
        Json run(ToolCall call, CallPermit permit) throws ToolException;
    }

    private record JavaTool(ToolDefinition definition, Body body) implements Tool {
        @Override
        public Json execute(ToolCall call) throws ToolException {
            return body.run(call);
        }
    }

    private record Module(
            ToolDefinition definition, SandboxLimits limits, long reservedBytes, WaitingBody body)
            implements MeteredTool {
        @Override
        public ToolOutput run(ToolCall call) throws ToolException {
            return run(call, CallPermit.KEPT);
        }

        @Override
        public ToolOutput run(ToolCall call, CallPermit permit) throws ToolException {
            return new ToolOutput(body.run(call, permit), new Usage(7, 2, 3, 65_536));
        }
    }

    /** A version of a tool that stands for a module. */
    static ServedTool module(ToolDefinition definition, SandboxLimits limits, Body body) {
        return module(definition, limits, 1 << 20, body);
    }

    static ServedTool module(
            ToolDefinition definition, SandboxLimits limits, long reservedBytes, Body body) {
        return waiting(definition, limits, reservedBytes, (call, permit) -> body.run(call));
    }

    static ServedTool waiting(
            ToolDefinition definition, SandboxLimits limits, long reservedBytes, WaitingBody body) {
        return new ServedTool(
                new Module(definition, limits, reservedBytes, body),
                definition,
                RequestedCapabilities.NONE,
                limits,
                Optional.of(ArtifactDigest.of(new byte[0], new byte[0])),
                schemas(definition));
    }

    static ToolSchemas schemas(ToolDefinition definition) {
        try {
            return ToolSchemas.compile(definition);
        } catch (InvalidSchemaException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A version of a tool written in Java. */
    static ServedTool java(ToolDefinition definition, SandboxLimits limits, Body body) {
        return java(new JavaTool(definition, body), limits);
    }

    static ServedTool java(Tool tool, SandboxLimits limits) {
        return new ServedTool(
                tool,
                tool.definition(),
                RequestedCapabilities.NONE,
                limits,
                Optional.empty(),
                schemas(tool.definition()));
    }

    FakeTools serve(ServedTool served) {
        registry.put(entry(served.definition().name(), ToolState.ACTIVE, Optional.of(served), ""));
        return this;
    }

    /** Publishes a tool that nothing serves. */
    FakeTools state(String name, ToolState state, String reason) {
        registry.put(entry(name, state, Optional.empty(), reason));
        return this;
    }

    static ToolEntry entry(
            String name, ToolState state, Optional<ServedTool> serving, String reason) {
        return new ToolEntry(
                name,
                ToolEntry.Ownership.OWNER,
                ArtifactKind.FILE_PAIR,
                name + ".wasm",
                state,
                Instant.EPOCH,
                reason,
                serving.map(each -> each.definition().version()),
                serving,
                List.of(),
                Optional.empty());
    }

    static ToolCall call(String arguments) {
        return ToolCall.of(Json.parse(arguments.replace('\'', '"')), Caller.host("test"));
    }
}

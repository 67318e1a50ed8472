package org.vexhost.loader.deploy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.vexhost.api.Capability;
import org.vexhost.api.Grants;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.loader.artifact.LoadedArtifact;

/** Makes tools that answer with their version and what they are granted, and compile nothing. */
final class FakeFactory implements ToolFactory {

    final Map<String, String> refused = new ConcurrentHashMap<>();
    final AtomicInteger prepared = new AtomicInteger();
    final AtomicInteger dropped = new AtomicInteger();
    volatile long delayMillis;

    @Override
    public Prepared prepare(LoadedArtifact artifact, SandboxLimits limits, Supplier<Grants> grants)
            throws RefusedException {
        prepared.incrementAndGet();
        ToolDefinition definition = artifact.descriptor().definition();
        try {
            Thread.sleep(delayMillis);
        } catch (InterruptedException e) {
            throw new RefusedException(RefusedException.Cause.HOST, "interrupted", e);
        }
        String problem = refused.get(definition.version());
        if (problem != null) {
            throw new RefusedException(RefusedException.Cause.TOOL, problem);
        }
        return new Prepared(
                new FakeTool(definition, artifact.descriptor().requested().kinds(), grants),
                List.of("wasi_snapshot_preview1.fd_write " + definition.version()),
                dropped::incrementAndGet);
    }

    private record FakeTool(
            ToolDefinition definition, Set<Capability> capabilities, Supplier<Grants> grants)
            implements Tool {
        @Override
        public Json execute(ToolCall call) {
            return Json.parse(
                    "{\"version\": \"%s\", \"granted\": %d}"
                            .formatted(definition.version(), grants.get().all().size()));
        }
    }
}

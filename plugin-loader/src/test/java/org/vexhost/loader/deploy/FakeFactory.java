package org.vexhost.loader.deploy;

import java.util.ArrayList;
import java.util.Collections;
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
import org.vexhost.loader.deploy.version.ToolFactory;
import org.vexhost.loader.deploy.version.ToolRejectedException;

/** Makes tools that answer with their version and what they are granted, and compile nothing. */
final class FakeFactory implements ToolFactory {

    final Map<String, String> refused = new ConcurrentHashMap<>();
    final AtomicInteger prepared = new AtomicInteger();
    final AtomicInteger dropped = new AtomicInteger();
    volatile long delayMillis;

    /** What compiling a version takes; nothing otherwise. */
    final Map<String, Effort> efforts = new ConcurrentHashMap<>();

    /** Versions that wait here, while they are compiled, until they are removed. */
    final Set<String> held = ConcurrentHashMap.newKeySet();

    /** How often compiling a version runs out of memory from now on. */
    final Map<String, AtomicInteger> outOfMemory = new ConcurrentHashMap<>();

    /** Versions whose compilation has begun, in order. */
    final List<String> begun = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Checked check(LoadedArtifact artifact, SandboxLimits limits, Supplier<Grants> grants)
            throws ToolRejectedException {
        ToolDefinition definition = artifact.descriptor().definition();
        String problem = refused.get(definition.version());
        if (problem != null) {
            throw new ToolRejectedException(ToolRejectedException.Cause.TOOL, problem);
        }
        return new Checked() {
            @Override
            public Effort effort() {
                return efforts.getOrDefault(definition.version(), new Effort(0, 0, 0));
            }

            @Override
            public Prepared prepare() throws ToolRejectedException {
                return FakeFactory.this.prepare(artifact, grants);
            }
        };
    }

    private Prepared prepare(LoadedArtifact artifact, Supplier<Grants> grants)
            throws ToolRejectedException {
        prepared.incrementAndGet();
        ToolDefinition definition = artifact.descriptor().definition();
        begun.add(definition.version());
        try {
            Thread.sleep(delayMillis);
            while (held.contains(definition.version())) {
                Thread.sleep(2);
            }
        } catch (InterruptedException e) {
            throw new ToolRejectedException(ToolRejectedException.Cause.HOST, "interrupted", e);
        }
        AtomicInteger failures = outOfMemory.get(definition.version());
        if (failures != null && failures.getAndDecrement() > 0) {
            throw new OutOfMemoryError("made up by a test");
        }
        return new Prepared(
                new FakeTool(definition, artifact.descriptor().requested().kinds(), grants),
                TestFactories.schemas(definition),
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

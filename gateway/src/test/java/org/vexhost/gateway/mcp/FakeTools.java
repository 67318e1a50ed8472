package org.vexhost.gateway.mcp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;

/** Tools that do what a test says, at once or never. */
public final class FakeTools implements ToolExecutor {

    /** What a tool does with its arguments. */
    public interface Behaviour {
        /** Gives the output, or an error. */
        Json run(Json arguments) throws ToolException;
    }

    private record Entry(ToolDefinition definition, Optional<Behaviour> behaviour) {}

    private final Map<String, Entry> tools = new ConcurrentSkipListMap<>();
    private final List<ToolCall> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<CompletableFuture<ToolResult>> open =
            Collections.synchronizedList(new ArrayList<>());

    /** A tool that answers at once. */
    public FakeTools with(String name, String schema, Behaviour behaviour) {
        return with(
                ToolDefinition.of(name, "1.0", "Tests " + name + ".", Json.parse(schema)),
                behaviour);
    }

    /** A tool that answers at once. */
    public FakeTools with(ToolDefinition definition, Behaviour behaviour) {
        tools.put(definition.name(), new Entry(definition, Optional.of(behaviour)));
        return this;
    }

    /** A tool that never answers by itself. */
    public FakeTools withEndless(String name) {
        tools.put(
                name,
                new Entry(
                        ToolDefinition.of(name, "1.0", "Spins.", Json.parse("true")),
                        Optional.empty()));
        return this;
    }

    /** Takes a tool away. */
    public void remove(String name) {
        Entry ignored = tools.remove(name);
    }

    /** All calls so far. */
    public List<ToolCall> calls() {
        return List.copyOf(calls);
    }

    /** The calls that never answer by themselves. */
    public List<CompletableFuture<ToolResult>> open() {
        return List.copyOf(open);
    }

    @Override
    public ToolResult execute(String tool, ToolCall call) {
        return submit(tool, call).join();
    }

    @Override
    public CompletableFuture<ToolResult> submit(String tool, ToolCall call) {
        calls.add(call);
        Entry entry = tools.get(tool);
        if (entry == null) {
            return CompletableFuture.failedFuture(
                    ToolError.of(ErrorReason.NO_SUCH_TOOL, tool, "no such tool").toException());
        }
        if (entry.behaviour.isEmpty()) {
            CompletableFuture<ToolResult> endless = new CompletableFuture<>();
            open.add(endless);
            return endless;
        }
        try {
            return CompletableFuture.completedFuture(
                    ToolResult.builder(entry.behaviour.get().run(call.arguments()), tool, "1.0")
                            .artifactDigest(Optional.of("sha256:00"))
                            .usage(new Usage(7, 3, 90, 65536))
                            .ran(Instant.EPOCH, Duration.ofMillis(2))
                            .build());
        } catch (ToolException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public List<ToolDefinition> list() {
        Collection<Entry> all = tools.values();
        return all.stream().map(Entry::definition).toList();
    }
}

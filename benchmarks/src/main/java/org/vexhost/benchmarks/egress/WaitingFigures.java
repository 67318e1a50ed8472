package org.vexhost.benchmarks.egress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.vexhost.api.Caller;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.SecretSource;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolResult;
import org.vexhost.benchmarks.Guests;
import org.vexhost.benchmarks.Tools;
import org.vexhost.http.HttpModule;
import org.vexhost.http.address.NameResolver;
import org.vexhost.http.exchange.HttpHost;
import org.vexhost.http.exchange.HttpLimits;
import org.vexhost.http.secret.Secrets;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.execute.RegistryToolExecutor;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;

/**
 * Measures calls of a computing tool while 100 calls of Go tools wait for a server that does not
 * respond, and compares them with calls on an idle host. The host has its default limits.
 * Afterwards the server responds, and every waiting call must return the right result.
 */
public final class WaitingFigures {

    private static final int ROUNDS = 7;
    private static final int UNMEASURED = 10_000;
    private static final int MEASURED = 30_000;
    private static final int WAITING = 100;
    private static final String COMPUTES = "text-stats";
    private static final String WAITS = "network/url-status";
    private static final SandboxLimits LIMITS =
            SandboxLimits.builder()
                    .maxMemoryBytes(24 << 20)
                    .maxFuel(5_000_000_000L)
                    .maxTableElements(10_000)
                    .maxInputBytes(64 << 10)
                    .maxOutputBytes(64 << 10)
                    .timeout(Duration.ofSeconds(60))
                    .build();

    private WaitingFigures() {}

    /** Prints a line for each round; the first one warms up. */
    public static void main(String[] words) throws Exception {
        var admission = HostSettings.Admission.DEFAULTS;
        var registry = new LiveToolRegistry();
        ToolCall call =
                ToolCall.of(Json.parse(Guests.arguments(COMPUTES)), Caller.host("benchmark"));
        try (LocalServer server = new LocalServer();
                HttpHost host =
                        new HttpHost(
                                HttpLimits.DEFAULT, NameResolver.SYSTEM, SSLContext.getDefault());
                WasmEngine engine =
                        Tools.engine(new HttpModule(host, new Secrets(new NoSecrets())));
                var executor = new RegistryToolExecutor(registry, admission);
                WasmTool computes = Tools.tool(engine, COMPUTES, Guests.tool(COMPUTES))) {
            registry.put(Tools.entry(computes, Guests.tool(COMPUTES)));
            List<String> names = new ArrayList<>();
            for (int i = 0; i < WAITING; i += admission.maxSuspendedCallsPerTool()) {
                WasmTool waits = waiting(engine, "waits-" + i, server.origin());
                registry.put(Tools.entry(waits, Guests.tool(WAITS)));
                names.add(waits.definition().name());
            }
            for (int round = 1; round <= ROUNDS; round++) {
                Samples idle =
                        Samples.of(UNMEASURED, MEASURED, () -> executor.execute(COMPUTES, call));
                server.hold();
                List<CompletableFuture<ToolResult>> calls = suspended(executor, names, server);
                Samples busy =
                        Samples.of(UNMEASURED, MEASURED, () -> executor.execute(COMPUTES, call));
                if (executor.host().suspended() != WAITING) {
                    throw new IllegalStateException("a call did not wait to the end");
                }
                server.release();
                for (CompletableFuture<ToolResult> each : calls) {
                    requireAnswer(each.get());
                }
                System.out.printf(
                        "round %d: p99 idle %.0f us, with %d waiting %.0f us, %.2f times"
                                + " (medians %.1f and %.1f us)%n",
                        round,
                        idle.micros(99),
                        WAITING,
                        busy.micros(99),
                        busy.micros(99) / idle.micros(99),
                        idle.micros(50),
                        busy.micros(50));
            }
        }
    }

    private static WasmTool waiting(WasmEngine engine, String name, String origin)
            throws Exception {
        ToolDescriptor descriptor = Guests.descriptor(WAITS);
        ToolDefinition author = descriptor.definition();
        Grants grants =
                Grants.of(new Grant.Network(origin), new Grant.AddressRange("127.0.0.1/32"));
        return engine.prepare(
                WasmToolSpec.builder()
                        .definition(
                                ToolDefinition.of(
                                        name,
                                        author.version(),
                                        author.description(),
                                        author.parameters()))
                        .module(Guests.tool(WAITS))
                        .abi(descriptor.abi())
                        .limits(LIMITS)
                        .capabilities(Set.of(Capability.NETWORK))
                        .grants(() -> grants)
                        .build());
    }

    private static List<CompletableFuture<ToolResult>> suspended(
            RegistryToolExecutor executor, List<String> names, LocalServer server)
            throws Exception {
        Json arguments =
                Json.parse("{\"url\": \"" + server.origin() + "/\", \"timeoutMillis\": 60000}");
        ToolCall call = ToolCall.of(arguments, Caller.host("benchmark"));
        List<CompletableFuture<ToolResult>> calls = new ArrayList<>();
        for (int i = 0; i < WAITING; i++) {
            calls.add(executor.submit(names.get(i % names.size()), call));
            while (executor.host().suspended() <= i) {
                if (calls.get(i).isDone()) {
                    throw new IllegalStateException(
                            "a call did not wait: " + calls.get(i).get().output());
                }
                Thread.sleep(1);
            }
        }
        return calls;
    }

    private static void requireAnswer(ToolResult result) {
        String text = result.output().toString();
        if (!text.contains("\"status\":200") || !text.contains("\"bytes\":1024")) {
            throw new IllegalStateException("the answer was " + text);
        }
    }

    private record NoSecrets() implements SecretSource {
        @Override
        public Set<String> names() {
            return Set.of();
        }

        @Override
        public Optional<byte[]> read(String name) {
            return Optional.empty();
        }
    }
}

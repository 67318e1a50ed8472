package org.vexhost.loader.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolListener;
import org.vexhost.api.ToolState;
import org.vexhost.loader.Await;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.RegistryListener;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolLease;
import org.vexhost.loader.registry.ToolRegistry;
import org.vexhost.loader.schema.InvalidSchemaException;
import org.vexhost.loader.schema.ToolSchemas;

/** Whatever is thrown into them, the threads behind tools' services do what comes next. */
@DisplayName("The threads of services and listeners")
@Timeout(120)
class ServiceThreadsTest {

    private final LiveToolRegistry registry = new LiveToolRegistry();
    private final Queue<Throwable> failures = new ArrayDeque<>();
    private final Set<String> services = ConcurrentHashMap.newKeySet();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    private record Fixed(ToolDefinition definition) implements Tool {
        @Override
        public Json execute(ToolCall call) {
            return call.arguments();
        }
    }

    private static ToolEntry entry(String name) throws InvalidSchemaException {
        ToolDefinition definition = ToolDefinition.of(name, "1", "x", Json.EMPTY_OBJECT);
        ServedTool served =
                new ServedTool(
                        new Fixed(definition),
                        definition,
                        RequestedCapabilities.of(Set.of()),
                        SandboxLimits.DEFAULTS,
                        Optional.empty(),
                        ToolSchemas.compile(definition));
        return new ToolEntry(
                name,
                ToolEntry.Ownership.OWNER,
                ArtifactKind.JAVA,
                name + ".jar",
                ToolState.ACTIVE,
                Instant.EPOCH,
                "",
                Optional.of("1"),
                Optional.of(served),
                List.of(),
                Optional.empty());
    }

    private synchronized void fail() {
        Throwable next = failures.poll();
        if (next instanceof RuntimeException e) {
            throw e;
        } else if (next instanceof Error e) {
            throw e;
        }
    }

    private synchronized void failNext(Throwable... next) {
        failures.addAll(List.of(next));
    }

    private <T> T fake(Class<T> type, java.lang.reflect.InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Registers services, unless it is to fail. */
    private BundleContext context() {
        return fake(
                BundleContext.class,
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("registerService")) {
                        return null;
                    }
                    fail();
                    String name = ((Tool) arguments[1]).definition().name();
                    services.add(name);
                    return fake(
                            ServiceRegistration.class,
                            (registration, called, ignored) -> {
                                if (called.getName().equals("unregister")) {
                                    services.remove(name);
                                }
                                return null;
                            });
                });
    }

    @Test
    @SuppressWarnings("try") // To have them is all that is wanted.
    void registerTheNextToolAndTheOneThatFailedLater() throws Exception {
        ToolExecutor executor = fake(ToolExecutor.class, (proxy, method, arguments) -> null);
        try (ToolServices all = new ToolServices(context(), registry, executor)) {
            failNext(
                    new IllegalArgumentException("for a test"), new OutOfMemoryError("for a test"));
            registry.put(entry("first"));
            registry.put(entry("second"));
            registry.put(entry("third"));
            Await.until(() -> services.contains("third"), () -> services);
            Await.until(() -> services.size() == 3, () -> services);
        }
        assertEquals(Set.of(), services);
    }

    /** The registry, which fails now and then when it is asked for everything. */
    private ToolRegistry failing() {
        return new ToolRegistry() {
            @Override
            public Optional<ToolEntry> find(String name) {
                return registry.find(name);
            }

            @Override
            public List<ToolEntry> all() {
                fail();
                return registry.all();
            }

            @Override
            public ToolLease acquire(String name) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Subscription subscribe(RegistryListener listener) {
                return registry.subscribe(listener);
            }
        };
    }

    @Test
    void tellListenersOfAllChangesThoughTellingFailedBefore() throws Exception {
        ToolListener listener =
                (before, after) ->
                        after.ifPresent(
                                status -> {
                                    told.add(status.tool());
                                    if (status.tool().equals("second")) {
                                        throw new OutOfMemoryError("for a test");
                                    }
                                });
        ServiceReference<?> reference =
                fake(ServiceReference.class, (proxy, method, arguments) -> null);
        BundleContext context =
                fake(
                        BundleContext.class,
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getService" -> listener;
                                    case "ungetService" -> true;
                                    default -> null;
                                });
        try (ToolListeners all = new ToolListeners(context, failing())) {
            @SuppressWarnings("unchecked") // As a framework would give it.
            var ignored = all.addingService((ServiceReference<ToolListener>) reference);
            failNext(new OutOfMemoryError("for a test"), new IllegalStateException("for a test"));
            registry.put(entry("first"));
            Await.until(() -> told.contains("first"), () -> told);
            registry.put(entry("second"));
            registry.put(entry("third"));
            Await.until(() -> told.contains("third"), () -> told);
            assertEquals(List.of("first", "second", "third"), List.copyOf(told));
        }
    }
}

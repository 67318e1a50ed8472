package org.vexhost.loader.osgi;

import java.time.Duration;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Capability;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolProperties;
import org.vexhost.loader.registry.RegistryEvent;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;
import org.vexhost.loader.work.Worker;

/**
 * Registers a service for each callable tool. It does so on a separate thread, because the
 * framework then runs service listeners of other bundles. A new version is registered before the
 * old one is unregistered, so there is always a service.
 */
final class ToolServices implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToolServices.class);

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final BundleContext context;
    private final ToolRegistry registry;
    private final ToolExecutor executor;
    private final ToolRegistry.Subscription subscription;
    private final ScheduledExecutorService thread;
    private final Map<String, Published> published = new HashMap<>();

    private record Published(
            ServedTool served, ServiceRegistration<Tool> registration, ToolEntry entry) {}

    ToolServices(BundleContext context, ToolRegistry registry, ToolExecutor executor) {
        this.context = context;
        this.registry = registry;
        this.executor = executor;
        this.thread = Worker.named("vexhost-services");
        this.subscription = registry.subscribe(this::changed);
        registry.all().forEach(entry -> follow(entry.name()));
    }

    private void changed(RegistryEvent event) {
        event.before().ifPresent(entry -> follow(entry.name()));
        event.after()
                .filter(
                        entry ->
                                event.before()
                                        .filter(old -> old.name().equals(entry.name()))
                                        .isEmpty())
                .ifPresent(entry -> follow(entry.name()));
    }

    private void follow(String name) {
        try {
            thread.execute(() -> publish(name));
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: service of tool '{}' is left as it is", name);
        }
    }

    /** Makes the service of a name match the registry's current entry. */
    private void publish(String name) {
        try {
            Optional<ToolEntry> entry =
                    registry.find(name).filter(each -> each.serving().isPresent());
            Published before = published.get(name);
            if (entry.isEmpty()) {
                published.remove(name);
                unregister(before);
            } else if (before != null && entry.get().serving().get() == before.served()) {
                if (!entry.get().equals(before.entry())) {
                    before.registration().setProperties(properties(entry.get()));
                    published.put(
                            name,
                            new Published(before.served(), before.registration(), entry.get()));
                }
            } else {
                ServedTool served = entry.get().serving().get();
                ServiceRegistration<Tool> registration =
                        context.registerService(
                                Tool.class,
                                new ManagedTool(served, registry, executor),
                                properties(entry.get()));
                published.put(name, new Published(served, registration, entry.get()));
                unregister(before);
            }
        } catch (IllegalStateException e) {
            LOG.debug("the framework is stopping: service of tool '{}' is left out", name, e);
        } catch (RuntimeException | Error e) {
            again(name);
            LOG.error("Tool '{}' has no service, or an outdated one; this is tried again", name, e);
        }
    }

    private void again(String name) {
        try {
            var ignored =
                    thread.schedule(() -> publish(name), RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: service of tool '{}' is left as it is", name);
        }
    }

    private static void unregister(@Nullable Published before) {
        if (before != null) {
            before.registration().unregister();
        }
    }

    private static Dictionary<String, Object> properties(ToolEntry entry) {
        ServedTool served = entry.serving().orElseThrow();
        Map<String, Object> properties = new HashMap<>();
        properties.put(ToolProperties.NAME, entry.name());
        properties.put(ToolProperties.VERSION, served.definition().version());
        served.digestText().ifPresent(digest -> properties.put(ToolProperties.DIGEST, digest));
        properties.put(
                ToolProperties.CAPABILITIES,
                served.requested().kinds().stream().map(Capability::key).toArray(String[]::new));
        properties.put(ToolProperties.STATE, entry.state().name());
        properties.put(ToolProperties.SINCE, entry.since().toString());
        properties.put(ToolProperties.REASON, entry.reason());
        properties.put(ToolProperties.MANAGED, true);
        return FrameworkUtil.asDictionary(properties);
    }

    /** Unregisters all services. */
    @Override
    public void close() {
        subscription.close();
        thread.shutdown();
        try {
            boolean ignored = thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Published each : published.values()) {
            try {
                unregister(each);
            } catch (IllegalStateException e) {
                LOG.debug("service was gone already", e);
            }
        }
        published.clear();
    }
}

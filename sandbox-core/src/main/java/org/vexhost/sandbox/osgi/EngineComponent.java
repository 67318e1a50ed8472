package org.vexhost.sandbox.osgi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.condition.Condition;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.Measurements;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.codegen.runtime.AccessChoice;
import org.vexhost.sandbox.spi.DenialListener;
import org.vexhost.sandbox.spi.HostModule;

/**
 * Builds an engine from the available host functions, and registers it as a service. When the host
 * functions change, it builds another engine. It waits until two modules of host functions are
 * available: {@code wasi_snapshot_preview1} and {@code vex}. Tools that import their functions
 * would otherwise be rejected. The property {@code hostModules.cardinality.minimum} changes the
 * number of modules for which it waits.
 *
 * <p>Changed settings take effect at the next start of the host. Building a new engine immediately
 * would end all calls, and all tools would have to be prepared again.
 */
@Component(
        configurationPid = "org.vexhost.engine",
        service = {},
        immediate = true,
        property = "hostModules.cardinality.minimum:Integer=2")
@Designate(ocd = EngineConfig.class)
public final class EngineComponent {

    private static final Logger LOG = LoggerFactory.getLogger(EngineComponent.class);
    private static final String FILE_PROPERTY = "felix.fileinstall.filename";
    static final List<String> KEYS =
            List.of(
                    "maxThreads",
                    "maxStuckThreads",
                    "memoryPoolMebibytes",
                    "maxSnapshotMebibytes",
                    "cacheDirectory",
                    "warmUp");

    /** The prefix of settings that are limits on modules. */
    private static final String MODULE_LIMIT = "module.";

    private final Map<String, Object> running;
    private final WasmEngine engine;
    private final ServiceRegistration<WasmEngine> registration;
    private final ServiceRegistration<Measurements> numbers;
    private final DenialFanOut denials;
    private final boolean hasWarmUp;
    private final AtomicReference<WarmUp> warmUp = new AtomicReference<>();
    private SortedMap<String, String> waiting = new TreeMap<>();

    /** Builds the engine. */
    @Activate
    public EngineComponent(
            BundleContext context,
            EngineConfig config,
            Map<String, Object> values,
            @Reference(
                            name = "hostModules",
                            cardinality = ReferenceCardinality.MULTIPLE,
                            policyOption = ReferencePolicyOption.GREEDY)
                    List<HostModule<?>> hostModules) {
        running = Map.copyOf(values);
        warnOfUnknown(values);
        denials = new DenialFanOut();
        WasmEngine.Builder builder = builder(config, values).denialListener(denials);
        hostModules.forEach(builder::hostModule);
        engine = builder.build();
        LOG.debug("the engine starts with {} modules of host functions", hostModules.size());
        registration = context.registerService(WasmEngine.class, engine, null);
        numbers = context.registerService(Measurements.class, engine::measurements, null);
        hasWarmUp = config.warmUp();
        if (AccessChoice.OBSTACLE != null) {
            LOG.info(
                    "tools run slower without direct access to their memory: {}",
                    AccessChoice.OBSTACLE);
        }
    }

    private static WasmEngine.Builder builder(EngineConfig config, Map<String, Object> values) {
        WasmEngine.Builder builder =
                WasmEngine.builder()
                        .maxThreads(config.maxThreads())
                        .maxStuckThreads(config.maxStuckThreads());
        if (config.memoryPoolMebibytes() >= 0) {
            builder.memoryPoolBytes((long) config.memoryPoolMebibytes() << 20);
        }
        if (config.maxSnapshotMebibytes() >= 0) {
            builder.maxSnapshotBytes((long) config.maxSnapshotMebibytes() << 20);
        }
        if (!config.cacheDirectory().isEmpty()) {
            builder.cacheDirectory(Path.of(config.cacheDirectory()));
        }
        values.forEach(
                (key, value) -> {
                    if (key.startsWith(MODULE_LIMIT)) {
                        builder.moduleLimit(
                                key.substring(MODULE_LIMIT.length()), number(key, value));
                    }
                });
        return builder;
    }

    private static long number(String key, Object value) {
        try {
            return Long.parseLong(String.valueOf(value).strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s is not a number [%s]".formatted(key, MessageText.quote(value.toString())),
                    e);
        }
    }

    /**
     * Logs which changed settings take effect at the next start, and whether the engine can start
     * with them.
     */
    @Modified
    public void modified(EngineConfig config, Map<String, Object> values) {
        warnOfUnknown(values);
        SortedMap<String, String> other = new TreeMap<>();
        Set<String> keys = new TreeSet<>(KEYS);
        Stream.of(running, values)
                .flatMap(each -> each.keySet().stream())
                .filter(key -> key.startsWith(MODULE_LIMIT))
                .forEach(keys::add);
        for (String key : keys) {
            String value = String.valueOf(values.get(key));
            if (!value.equals(String.valueOf(running.get(key)))) {
                other.put(key, value);
            }
        }
        if (other.equals(waiting)) {
            return;
        }
        waiting = other;
        Object file = file(values);
        if (other.isEmpty()) {
            LOG.info("{}: the engine runs with these settings", file);
            return;
        }
        LOG.warn("{}: settings wait for the next start of the host {}", file, other.keySet());
        try {
            builder(config, values);
        } catch (RuntimeException e) {
            LOG.warn("{}: the engine cannot start with these settings [{}]", file, e.getMessage());
        }
    }

    private static Object file(Map<String, Object> values) {
        return values.getOrDefault(FILE_PROPERTY, "configuration 'org.vexhost.engine'");
    }

    private static void warnOfUnknown(Map<String, Object> values) {
        for (String problem : UnknownKeys.in(values, KEYS, MODULE_LIMIT)) {
            LOG.warn("{}: {}", file(values), problem);
        }
    }

    /**
     * Starts the warm-up when the host is ready. Earlier, the warm-up would take threads and
     * processor time from the start of the host.
     *
     * @param ready the condition that the host registers when it is ready
     */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(osgi.condition.id=org.vexhost.ready)")
    public void setReady(Condition ready) {
        if (hasWarmUp) {
            warmUp.set(WarmUp.begin(engine));
        }
    }

    /** Ends the warm-up. */
    public void unsetReady(Condition ready) {
        endWarmUp();
    }

    private void endWarmUp() {
        WarmUp running = warmUp.getAndSet(null);
        if (running != null) {
            running.close();
        }
    }

    /** Adds a listener. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void addDenialListener(DenialListener listener) {
        denials.add(listener);
    }

    /** Removes a listener. */
    public void removeDenialListener(DenialListener listener) {
        denials.remove(listener);
    }

    /** Unregisters the service, and then stops running calls. */
    @Deactivate
    public void deactivate() {
        endWarmUp();
        numbers.unregister();
        registration.unregister();
        engine.close();
    }
}

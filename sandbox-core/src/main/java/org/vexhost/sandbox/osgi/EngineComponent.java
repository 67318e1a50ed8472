package org.vexhost.sandbox.osgi;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.spi.DenialListener;
import org.vexhost.sandbox.spi.HostModule;

/**
 * Builds an engine of the host functions there are, and registers it as a service; builds another
 * one when they change. Waits for two modules of host functions, {@code wasi_snapshot_preview1} and
 * {@code vex}: a tool that was prepared without them would be refused. {@code
 * hostModules.cardinality.minimum} changes their number.
 */
@Component(
        configurationPid = "org.vexhost.engine",
        service = {},
        immediate = true,
        property = "hostModules.cardinality.minimum:Integer=2")
@Designate(ocd = EngineConfig.class)
public final class EngineComponent {

    private final WasmEngine engine;
    private final ServiceRegistration<WasmEngine> registration;
    private final DenialFanOut denials;
    private final Optional<WarmUp> warmUp;

    /** Builds the engine. */
    @Activate
    public EngineComponent(
            BundleContext context,
            EngineConfig config,
            @Reference(
                            name = "hostModules",
                            cardinality = ReferenceCardinality.MULTIPLE,
                            policyOption = ReferencePolicyOption.GREEDY)
                    List<HostModule<?>> hostModules) {
        denials = new DenialFanOut();
        WasmEngine.Builder builder =
                WasmEngine.builder()
                        .maxThreads(config.maxThreads())
                        .maxStuckThreads(config.maxStuckThreads())
                        .denialListener(denials);
        hostModules.forEach(builder::hostModule);
        if (config.memoryPoolMebibytes() >= 0) {
            builder.memoryPoolBytes((long) config.memoryPoolMebibytes() << 20);
        }
        if (!config.cacheDirectory().isEmpty()) {
            builder.cacheDirectory(Path.of(config.cacheDirectory()));
        }
        engine = builder.build();
        registration = context.registerService(WasmEngine.class, engine, null);
        warmUp = config.warmUp() ? Optional.of(WarmUp.begin(engine)) : Optional.empty();
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

    /** Takes the service away, then stops what runs. */
    @Deactivate
    public void deactivate() {
        warmUp.ifPresent(WarmUp::close);
        registration.unregister();
        engine.close();
    }
}

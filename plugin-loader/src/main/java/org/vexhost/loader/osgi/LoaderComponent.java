package org.vexhost.loader.osgi;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.admin.HealthCheck;
import org.vexhost.api.admin.HealthFinding;
import org.vexhost.loader.config.HostConfiguration;
import org.vexhost.loader.deploy.Deployer;
import org.vexhost.loader.deploy.operator.ToolAdmin;
import org.vexhost.loader.grant.HostEnvironment;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.sandbox.WasmEngine;

/** The component that deploys tools while an engine and an executor are available. */
@Component(
        immediate = true,
        service = {})
public final class LoaderComponent {

    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final FrameworkToolBundles bundles;
    private final Deployer deployer;
    private final ToolServices services;
    private final ToolListeners listeners;
    private final JavaToolTracker javaTools;

    /** Called by Declarative Services. */
    @Activate
    public LoaderComponent(
            BundleContext context,
            @Reference HostConfiguration configuration,
            @Reference LiveToolRegistry registry,
            @Reference ToolExecutor executor,
            @Reference WasmEngine engine) {
        RawToolHooks hooks = new RawToolHooks(context.getBundle());
        registrations.add(context.registerService(FindHook.class, hooks, null));
        registrations.add(context.registerService(EventListenerHook.class, hooks, null));
        HeapReport.log(HeapBudget.ofThisProcess(), configuration.current());
        bundles = new FrameworkToolBundles(context);
        Map<String, String> environment = HostEnvironment.variables();
        services = new ToolServices(context, registry, executor);
        listeners = new ToolListeners(context, registry);
        deployer =
                new Deployer(
                        configuration,
                        registry,
                        new EngineToolFactory(
                                engine, () -> environment, HeapBudget.ofThisProcess()),
                        bundles,
                        HeapBudget.ofThisProcess(),
                        Clock.systemUTC());
        javaTools = new JavaToolTracker(context, hooks, deployer);
        javaTools.open();
        registrations.add(context.registerService(ToolAdmin.class, deployer.admin(), null));
        registrations.add(context.registerService(HealthCheck.class, this::findings, null));
    }

    private List<HealthFinding> findings() {
        return deployer.isStartDecided()
                ? List.of()
                : List.of(
                        HealthFinding.notReady(
                                "tools",
                                "not all tools that were present at the start are decided yet"));
    }

    /** Drains all tools. Called by Declarative Services. */
    @Deactivate
    public void deactivate() {
        bundles.close();
        deployer.close();
        javaTools.close();
        services.close();
        listeners.close();
        registrations.forEach(ServiceRegistration::unregister);
    }
}

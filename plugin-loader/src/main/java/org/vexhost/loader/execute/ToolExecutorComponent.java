package org.vexhost.loader.execute;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.CallRecord;
import org.vexhost.loader.config.HostConfiguration;
import org.vexhost.loader.execute.intercept.InterceptorList;
import org.vexhost.loader.execute.statistics.CallStatistics;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.ToolRegistry;

/**
 * The host's executor component, with its settings and interceptors. Bundles do not receive it.
 * They receive a {@link BundleToolExecutor}, which identifies them as callers.
 */
@Component(service = {ToolExecutorComponent.class, CallStatistics.class})
public final class ToolExecutorComponent implements ToolExecutor, CallStatistics {

    private final HostConfiguration configuration;
    private final HostConfiguration.Subscription subscription;
    private final RegistryToolExecutor executor;
    private final InterceptorList interceptors;

    /** Called by Declarative Services. */
    @Activate
    public ToolExecutorComponent(
            @Reference ToolRegistry registry, @Reference HostConfiguration configuration) {
        this.configuration = configuration;
        this.executor =
                new RegistryToolExecutor(
                        registry, configuration.current().admission(), HeapBudget.ofThisProcess());
        this.interceptors = new InterceptorList(executor.chain());
        this.subscription =
                configuration.subscribe(settings -> executor.reconfigure(settings.admission()));
    }

    /** Adds an interceptor. Called by Declarative Services, before activation or later. */
    @Reference(
            service = CallInterceptor.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeInterceptor",
            updated = "updatedInterceptor")
    public void addInterceptor(
            ServiceReference<CallInterceptor> reference, CallInterceptor interceptor) {
        interceptors.add(reference, interceptor);
    }

    /** Removes an interceptor. Called by Declarative Services. */
    public void removeInterceptor(ServiceReference<CallInterceptor> reference) {
        interceptors.remove(reference);
    }

    /** Applies a changed ranking. Called by Declarative Services. */
    public void updatedInterceptor(ServiceReference<CallInterceptor> reference) {
        interceptors.update();
    }

    @Deactivate
    void deactivate() {
        subscription.close();
        executor.drain(configuration.current().deployment().drainTimeout());
        executor.close();
    }

    @Override
    public ToolResult execute(String tool, ToolCall call) throws ToolException {
        return executor.execute(tool, call);
    }

    @Override
    public CompletableFuture<ToolResult> submit(String tool, ToolCall call) {
        return executor.submit(tool, call);
    }

    @Override
    public List<ToolDefinition> list() {
        return executor.list();
    }

    @Override
    public SortedMap<String, CallCounts> tools() {
        return executor.tools();
    }

    @Override
    public List<CallRecord> latest(String name, int max) {
        return executor.latest(name, max);
    }

    @Override
    public List<CallRecord> latest(int max) {
        return executor.latest(max);
    }

    @Override
    public CallCounts counts(String name) {
        return executor.counts(name);
    }

    @Override
    public boolean isDraining() {
        return executor.isDraining();
    }

    @Override
    public HostCounts host() {
        return executor.host();
    }
}

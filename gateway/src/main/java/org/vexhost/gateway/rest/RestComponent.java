package org.vexhost.gateway.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.gateway.http.HttpRoute;

/** Offers the HTTP API. */
@Component(
        immediate = true,
        service = {})
public final class RestComponent {

    private static final long CLEAN_SECONDS = 10;

    private final KeptCalls calls = new KeptCalls(System::nanoTime);
    private final ScheduledThreadPoolExecutor timer;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable ToolAdministration administration;

    /** Made by the framework. */
    @Activate
    public RestComponent(BundleContext context, @Reference ToolExecutor executor) {
        timer =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread made = new Thread(task, "vexhost-rest-timer");
                            made.setDaemon(true);
                            return made;
                        });
        timer.setRemoveOnCancelPolicy(true);
        ScheduledFuture<?> ignored =
                timer.scheduleWithFixedDelay(
                        calls::clean, CLEAN_SECONDS, CLEAN_SECONDS, TimeUnit.SECONDS);
        String version = context.getBundle().getVersion().toString();
        for (HttpRoute route :
                List.of(
                        new ToolsRoute(ToolsRoute.PATH, executor, calls, timer),
                        new ToolsRoute(ToolsRoute.PATH + "/", executor, calls, timer),
                        new CallsRoute(calls),
                        new EventsRoute(() -> Optional.ofNullable(administration)),
                        new OpenApiRoute(executor, () -> version))) {
            registrations.add(context.registerService(HttpRoute.class, route, null));
        }
    }

    /** Cancels calls whose results nobody can ask for any more. */
    @Deactivate
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
        timer.shutdownNow();
        calls.close();
    }
}

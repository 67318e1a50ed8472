package org.vexhost.gateway.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.vexhost.gateway.time.Ticker;

/** Registers the routes of the HTTP API. */
@Component(
        immediate = true,
        service = {})
public final class RestComponent {

    private static final long CLEAN_MILLIS = 10_000;

    private final KeptCalls calls = new KeptCalls(System::nanoTime);
    private final Runnable cleaning;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable ToolAdministration administration;

    /** Creates the component; called by Declarative Services. */
    @Activate
    public RestComponent(
            BundleContext context, @Reference ToolExecutor executor, @Reference Ticker ticker) {
        cleaning = ticker.every(CLEAN_MILLIS, calls::clean);
        String version = context.getBundle().getVersion().toString();
        for (HttpRoute route :
                List.of(
                        new ToolsRoute(ToolsRoute.PATH, executor, calls, ticker),
                        new ToolsRoute(ToolsRoute.PATH + "/", executor, calls, ticker),
                        new CallsRoute(calls),
                        new EventsRoute(() -> Optional.ofNullable(administration)),
                        new OpenApiRoute(executor, () -> version))) {
            registrations.add(context.registerService(HttpRoute.class, route, null));
        }
    }

    /** Cancels all stored calls, because clients can no longer fetch their results. */
    @Deactivate
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
        cleaning.run();
        calls.close();
    }
}

package org.vexhost.gateway.rest.admin;

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
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.gateway.http.ChangeThreads;
import org.vexhost.gateway.http.HttpRoute;

/** Registers the routes for administration over HTTP. Only operators may use these routes. */
@Component(
        immediate = true,
        service = {})
public final class AdminComponent {

    private static final int MAX_CHANGES_AT_ONCE = 16;
    private static final int MAX_UPLOADS_AT_ONCE = 4;

    private final ChangeThreads changes =
            new ChangeThreads("vexhost-admin-change", MAX_CHANGES_AT_ONCE);
    private final ChangeThreads uploads =
            new ChangeThreads("vexhost-admin-upload", MAX_UPLOADS_AT_ONCE);
    private final List<ServiceRegistration<HttpRoute>> registrations;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable ToolAdministration tools;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable CallerAdministration callers;

    /** Creates the component; called by Declarative Services. */
    @Activate
    public AdminComponent(BundleContext context) {
        Services services =
                new Services(() -> Optional.ofNullable(tools), () -> Optional.ofNullable(callers));
        registrations =
                AdminRoutes.of(services, changes, uploads).stream()
                        .map(route -> context.registerService(HttpRoute.class, route, null))
                        .toList();
    }

    /** Stops all changes. Clients of interrupted changes are told that the host is stopping. */
    @Deactivate
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
        changes.close();
        uploads.close();
    }
}

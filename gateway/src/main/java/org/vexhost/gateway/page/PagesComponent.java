package org.vexhost.gateway.page;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vexhost.api.web.WebPages;
import org.vexhost.gateway.http.ChangeThreads;
import org.vexhost.gateway.http.HttpRoute;

/** Registers the web pages of other modules as routes of the listeners. */
@Component(
        immediate = true,
        service = {})
public final class PagesComponent {

    private static final int MAX_CHANGES_AT_ONCE = 16;

    private final BundleContext context;
    private final ChangeThreads changes =
            new ChangeThreads("vexhost-page-change", MAX_CHANGES_AT_ONCE);
    private final Map<WebPages, List<ServiceRegistration<HttpRoute>>> routes =
            new ConcurrentHashMap<>();

    /** Creates the component; called by Declarative Services. */
    @Activate
    public PagesComponent(BundleContext context) {
        this.context = context;
    }

    /** Removes all pages, and interrupts changes in progress. */
    @Deactivate
    public void close() {
        routes.keySet().forEach(this::removePages);
        changes.close();
    }

    /** Registers the pages of one module. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removePages")
    public void addPages(WebPages pages) {
        routes.put(
                pages,
                pages.paths().entrySet().stream()
                        .map(
                                each ->
                                        context.registerService(
                                                HttpRoute.class,
                                                new PagesRoute(
                                                        pages,
                                                        each.getKey(),
                                                        each.getValue(),
                                                        changes),
                                                null))
                        .toList());
    }

    /** Unregisters the pages of one module; requests in progress continue. */
    public void removePages(WebPages pages) {
        List<ServiceRegistration<HttpRoute>> registrations = routes.remove(pages);
        if (registrations != null) {
            registrations.forEach(ServiceRegistration::unregister);
        }
    }
}

package org.vexhost.loader.osgi;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.vexhost.api.Tool;

/**
 * Framework hooks that hide the services of Java tools from all bundles except the host and the
 * registering bundle. Other bundles find the managed service, whose calls go through the executor.
 * They cannot use the raw service by mistake.
 */
final class RawToolHooks implements FindHook, EventListenerHook {

    private final Bundle host;

    RawToolHooks(Bundle host) {
        this.host = host;
    }

    /** Whether a service is a tool that the host did not register. */
    boolean isRaw(ServiceReference<?> reference) {
        return reference.getBundle() != host
                && reference.getProperty(Constants.OBJECTCLASS) instanceof String[] types
                && Arrays.asList(types).contains(Tool.class.getName());
    }

    private boolean mayNotSee(BundleContext context, ServiceReference<?> reference) {
        Bundle asking = context.getBundle();
        return asking != host
                && asking.getBundleId() != Constants.SYSTEM_BUNDLE_ID
                && asking != reference.getBundle()
                && isRaw(reference);
    }

    @Override
    public void find(
            BundleContext context,
            @Nullable String name,
            @Nullable String filter,
            boolean allServices,
            Collection<ServiceReference<?>> references) {
        references.removeIf(reference -> mayNotSee(context, reference));
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        listeners.keySet().removeIf(context -> mayNotSee(context, event.getServiceReference()));
    }
}

package org.vexhost.gateway.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolListener;
import org.vexhost.api.admin.McpConnector;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.caller.CallerDirectory;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.mcp.core.McpCore;
import org.vexhost.gateway.mcp.core.ServerInfo;
import org.vexhost.gateway.mcp.stdio.PipeConnector;
import org.vexhost.gateway.mcp.tool.NamePrefix;
import org.vexhost.gateway.time.Ticker;

/** Provides the Model Context Protocol (MCP) over HTTP and over the admin socket. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.vexhost.mcp")
public final class McpComponent {

    private static final Logger LOG = LoggerFactory.getLogger(McpComponent.class);
    private static final String PREFIX = "namePrefix";

    /** The prefixes of keys that the framework adds. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "osgi.ds.");

    private final McpCore core;
    private final McpRoute route;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable ToolAdministration administration;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable CallerDirectory callers;

    /** Creates the component; called by Declarative Services. */
    @Activate
    public McpComponent(
            BundleContext context,
            Map<String, Object> values,
            @Reference ToolExecutor executor,
            @Reference Ticker ticker) {
        core =
                new McpCore(
                        executor,
                        () -> Optional.ofNullable(administration),
                        new ServerInfo(context.getBundle().getVersion().toString()),
                        ticker);
        modified(values);
        route = new McpRoute(core, new McpSessions());
        ToolListener listener = (before, after) -> core.toolsChanged();
        registrations.add(context.registerService(HttpRoute.class, route, null));
        registrations.add(context.registerService(ToolListener.class, listener, null));
        registrations.add(
                context.registerService(
                        McpConnector.class, new PipeConnector(core, this::caller), null));
    }

    /** Applies changed settings. Invalid settings change nothing. */
    @Modified
    public void modified(Map<String, Object> values) {
        for (String key : new TreeSet<>(values.keySet())) {
            if (!key.equals(PREFIX) && FOREIGN.stream().noneMatch(key::startsWith)) {
                LOG.warn(
                        "org.vexhost.mcp.cfg has an unknown setting '{}'{}, which is ignored",
                        MessageText.escape(key, 64),
                        Suggestion.clause(key, List.of(PREFIX)));
            }
        }
        try {
            core.namePrefix(
                    new NamePrefix(String.valueOf(values.getOrDefault(PREFIX, "")).strip()));
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "org.vexhost.mcp.cfg cannot be used, the earlier settings stay in effect [{}]",
                    e.getMessage());
        }
    }

    private Optional<CallerAccess> caller(String name) {
        return Optional.ofNullable(callers).flatMap(each -> each.named(name));
    }

    /** Sends each subscribed client a last message, and ends its subscription. */
    @Deactivate
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
        core.close();
        route.close();
    }
}

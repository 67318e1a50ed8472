package org.vexhost.loader.execute;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;

/**
 * The executor service that one bundle uses. If a call names no caller, the bundle becomes its
 * caller.
 */
@Component(service = ToolExecutor.class, scope = ServiceScope.BUNDLE)
public final class BundleToolExecutor implements ToolExecutor {

    private final ToolExecutor host;
    private final Caller bundle;

    /** Called by Declarative Services, once for each bundle. */
    @Activate
    public BundleToolExecutor(ComponentContext context, @Reference ToolExecutorComponent host) {
        this(host, bundle(context.getUsingBundle()));
    }

    BundleToolExecutor(ToolExecutor host, Caller bundle) {
        this.host = host;
        this.bundle = bundle;
    }

    /**
     * Returns the bundle as a caller. A bundle with an old manifest version has no symbolic name.
     */
    private static Caller bundle(Bundle user) {
        String name = user.getSymbolicName();
        return Caller.bundle(name == null ? "bundle " + user.getBundleId() : name);
    }

    private ToolCall named(ToolCall call) {
        return call.hasCaller() ? call : call.withCaller(bundle);
    }

    @Override
    public ToolResult execute(String tool, ToolCall call) throws ToolException {
        return host.execute(tool, named(call));
    }

    @Override
    public CompletableFuture<ToolResult> submit(String tool, ToolCall call) {
        return host.submit(tool, named(call));
    }

    @Override
    public List<ToolDefinition> list() {
        return host.list();
    }
}

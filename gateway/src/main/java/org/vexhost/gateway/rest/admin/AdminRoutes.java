package org.vexhost.gateway.rest.admin;

import java.util.List;
import java.util.Map;
import org.vexhost.gateway.http.Changes;
import org.vexhost.gateway.http.HttpRoute;

/** Creates all routes of administration. */
final class AdminRoutes {

    private AdminRoutes() {}

    /**
     * Creates the routes.
     *
     * @param changes answers changes
     * @param uploads answers deployments, so that waiting deployments do not block changes
     */
    static List<HttpRoute> of(Services services, Changes changes, Changes uploads) {
        Resource stats = new StatsResource(services);
        return List.of(
                new AdminRoute(
                        AdminRequest.PATH + "tools",
                        UploadResource.MAX_BODY_BYTES,
                        Map.of("tools", new UploadResource(services)),
                        uploads),
                new AdminRoute(
                        AdminRequest.PATH,
                        AdminRoute.MAX_BODY_BYTES,
                        Map.of(
                                "tools", new ToolResource(services),
                                "grants", new GrantsResource(services),
                                "approvals", new ApprovalsResource(services),
                                "callers", new CallersResource(services),
                                "stats", stats,
                                "denials", stats),
                        changes));
    }
}

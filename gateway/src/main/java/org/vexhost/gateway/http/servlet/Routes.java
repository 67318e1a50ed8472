package org.vexhost.gateway.http.servlet;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vexhost.gateway.http.HttpRoute;

/** The registered routes. If several routes match a path, the longest one wins. Thread-safe. */
public final class Routes {

    private final List<HttpRoute> routes = new CopyOnWriteArrayList<>();

    /** Creates an empty set of routes. */
    public Routes() {}

    /** Adds a route. */
    public void add(HttpRoute route) {
        routes.add(route);
    }

    /** Removes a route. */
    public void remove(HttpRoute route) {
        routes.remove(route);
    }

    /** Finds the route of a path. */
    Optional<HttpRoute> find(String path) {
        HttpRoute best = null;
        for (HttpRoute route : routes) {
            String own = route.path();
            boolean fits = own.endsWith("/") ? path.startsWith(own) : path.equals(own);
            if (fits && (best == null || own.length() > best.path().length())) {
                best = route;
            }
        }
        return Optional.ofNullable(best);
    }
}

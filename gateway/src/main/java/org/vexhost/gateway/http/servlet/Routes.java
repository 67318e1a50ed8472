package org.vexhost.gateway.http.servlet;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vexhost.gateway.http.HttpRoute;

/** The routes that there are; the longest path that fits wins. Thread-safe. */
public final class Routes {

    private final List<HttpRoute> routes = new CopyOnWriteArrayList<>();

    /** No route. */
    public Routes() {}

    /** Adds one. */
    public void add(HttpRoute route) {
        routes.add(route);
    }

    /** Removes one. */
    public void remove(HttpRoute route) {
        routes.remove(route);
    }

    /** The route of a path. */
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

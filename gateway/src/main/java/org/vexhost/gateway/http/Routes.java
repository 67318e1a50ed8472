package org.vexhost.gateway.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The routes that there are; the longest path that fits wins. Thread-safe. */
final class Routes {

    private final List<HttpRoute> routes = new CopyOnWriteArrayList<>();

    void add(HttpRoute route) {
        routes.add(route);
    }

    void remove(HttpRoute route) {
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

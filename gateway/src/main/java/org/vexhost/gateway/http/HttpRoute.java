package org.vexhost.gateway.http;

import java.util.Optional;
import org.vexhost.api.admin.CallerInfo.Role;

/**
 * Answers requests below a path. Registered as an OSGi service; the longest path that fits wins.
 */
public interface HttpRoute {

    /** The largest body where a route names no other: what the configuration says. */
    long CONFIGURED_BODY_BYTES = -1;

    /** Which listeners reach a route. */
    enum Audience {
        /** Tools are listed and called here: the main listener. */
        CALLERS,
        /** The host is administered here: the admin listener where there is one, else the main. */
        OPERATORS
    }

    /** {@code /mcp} for this path alone, {@code /api/v1/} for all below it. */
    String path();

    /** Which listeners reach it. */
    default Audience audience() {
        return Audience.CALLERS;
    }

    /**
     * What a caller needs to get here; empty for everybody, who then has an access that allows
     * nothing.
     */
    default Optional<Role> role() {
        return Optional.of(audience() == Audience.OPERATORS ? Role.OPERATOR : Role.CALL);
    }

    /**
     * The largest body, in bytes; {@value #CONFIGURED_BODY_BYTES} for the configured limit. A
     * larger one is answered 413 before the route is called.
     */
    default long maxBodyBytes() {
        return CONFIGURED_BODY_BYTES;
    }

    /**
     * Answers a request whose caller is authenticated and whose body is read. May respond before it
     * returns or later, on any thread. What it throws is logged and answered 500 without text.
     */
    void handle(HttpExchange exchange);
}

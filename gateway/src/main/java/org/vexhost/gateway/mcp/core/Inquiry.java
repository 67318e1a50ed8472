package org.vexhost.gateway.mcp.core;

import java.util.Map;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.mcp.tool.Era;

/**
 * The context in which a request is handled.
 *
 * @param version the revision of the protocol
 * @param access the caller and its rights
 * @param scope the scope in which the request's id is unique and in which it can be cancelled
 * @param attributes attributes that accompany a call of a tool, for example {@code traceparent}
 */
public record Inquiry(
        Era era,
        String version,
        CallerAccess access,
        RequestScope scope,
        Map<String, String> attributes) {}

package org.vexhost.gateway.mcp.core;

import java.util.Map;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.mcp.tool.Era;

/**
 * The context of a request, besides its message.
 *
 * @param version the revision of the protocol
 * @param access the caller and its rights
 * @param scope the requests among which ids are unique and that a cancellation can reach
 * @param attributes attributes that accompany a call of a tool, for example {@code traceparent}
 */
public record Inquiry(
        Era era,
        String version,
        CallerAccess access,
        RequestScope scope,
        Map<String, String> attributes) {}

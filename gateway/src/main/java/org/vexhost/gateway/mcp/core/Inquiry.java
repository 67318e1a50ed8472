package org.vexhost.gateway.mcp.core;

import java.util.Map;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.mcp.tool.Era;

/**
 * What is known of a request besides its message.
 *
 * @param version the revision of the protocol
 * @param access who asks, and what it may see
 * @param scope the requests among which an id is unique, and a cancellation is heard
 * @param attributes what goes with a call of a tool, for example {@code traceparent}
 */
public record Inquiry(
        Era era,
        String version,
        CallerAccess access,
        RequestScope scope,
        Map<String, String> attributes) {}

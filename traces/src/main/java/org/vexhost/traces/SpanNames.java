package org.vexhost.traces;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The names in spans. Those without {@code vexhost} are from the <a
 * href="https://github.com/open-telemetry/semantic-conventions-genai">semantic conventions</a> for
 * tools and for the Model Context Protocol, which may still change: so they are all here.
 */
final class SpanNames {

    static final String EXECUTE_TOOL = "execute_tool";
    static final String TOOLS_CALL = "tools/call";

    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> MCP_METHOD = AttributeKey.stringKey("mcp.method.name");

    /** Also the name of the call's attribute, with which the gateway marks calls by MCP. */
    static final AttributeKey<String> MCP_VERSION = AttributeKey.stringKey("mcp.protocol.version");

    /** Also the name of the call's attribute. */
    static final AttributeKey<String> TRANSPORT = AttributeKey.stringKey("network.transport");

    /** The {@code error.type} of a result by MCP with {@code isError}. */
    static final String TOOL_ERROR = "tool_error";

    /** The {@code error.type} of a call by MCP whose tool does not exist: the JSON-RPC error. */
    static final String INVALID_PARAMS = "-32602";

    static final AttributeKey<String> CALL_ID = AttributeKey.stringKey("vexhost.call.id");
    static final AttributeKey<String> CALLER_KIND = AttributeKey.stringKey("vexhost.caller.kind");
    static final AttributeKey<String> CALLER_NAME = AttributeKey.stringKey("vexhost.caller.name");
    static final AttributeKey<String> TOOL_VERSION = AttributeKey.stringKey("vexhost.tool.version");
    static final AttributeKey<String> DIGEST = AttributeKey.stringKey("vexhost.artifact.digest");
    static final AttributeKey<Long> FUEL = AttributeKey.longKey("vexhost.fuel.consumed");
    static final AttributeKey<Long> HOST_FUEL = AttributeKey.longKey("vexhost.host_fuel.consumed");
    static final AttributeKey<Long> MEMORY = AttributeKey.longKey("vexhost.memory.peak");
    static final AttributeKey<String> ERROR_CODE = AttributeKey.stringKey("vexhost.error.code");
    static final AttributeKey<String> ERROR_REASON = AttributeKey.stringKey("vexhost.error.reason");

    private SpanNames() {}
}

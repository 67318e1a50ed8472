package org.vexhost.gateway.mcp.message;

/** A message from a client. */
public sealed interface Message {

    /** A message that expects a response. */
    record Request(RpcId id, String method, Members params) implements Message {}

    /** A message that expects no response. */
    record Notification(String method, Members params) implements Message {}

    /**
     * A response to a request of the host. The host sends no requests, so responses are ignored.
     */
    record Response() implements Message {}
}

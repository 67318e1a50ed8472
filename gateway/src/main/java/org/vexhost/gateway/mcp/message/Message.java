package org.vexhost.gateway.mcp.message;

/** What a client sends. */
public sealed interface Message {

    /** Wants an answer. */
    record Request(RpcId id, String method, Members params) implements Message {}

    /** Wants none. */
    record Notification(String method, Members params) implements Message {}

    /** Answers a request of the host, which sends none. */
    record Response() implements Message {}
}

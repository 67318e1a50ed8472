package org.vexhost.gateway.mcp;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.mcp.core.Envelope;
import org.vexhost.gateway.mcp.message.Message;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.message.RpcException;
import org.vexhost.gateway.mcp.tool.HeaderText;
import org.vexhost.gateway.mcp.tool.ListedTool;
import org.vexhost.gateway.mcp.tool.ToolCatalogue;

/**
 * Reads and checks the HTTP headers that repeat parts of a message. Proxies between client and host
 * act on these headers, so header and message have to agree.
 */
final class RequestHeaders {

    static final String VERSION = "MCP-Protocol-Version";
    static final String SESSION = "Mcp-Session-Id";
    private static final String METHOD = "Mcp-Method";
    private static final String NAME = "Mcp-Name";

    private RequestHeaders() {}

    /** Returns the version that the headers name. */
    static Optional<String> version(HttpExchange exchange) {
        return exchange.header(VERSION).map(String::strip);
    }

    /**
     * Checks the headers of a request of the modern era.
     *
     * @throws RpcException if a header differs from the message
     */
    static void check(HttpExchange exchange, Message.Request request, ToolCatalogue catalogue)
            throws RpcException {
        require(exchange, VERSION, Envelope.version(request.params()).orElse(""));
        require(exchange, METHOD, request.method());
        if (request.method().equals("tools/call")) {
            Optional<String> name = request.params().text("name");
            if (name.isPresent()) {
                require(exchange, NAME, name.get());
                checkParameters(
                        exchange, request, catalogue.own(name.get()).flatMap(catalogue::find));
            }
        }
    }

    private static void checkParameters(
            HttpExchange exchange, Message.Request request, Optional<ListedTool> tool)
            throws RpcException {
        if (tool.isEmpty() || !exchange.access().maySee(tool.get().definition().name())) {
            return;
        }
        Optional<String> mismatch =
                tool.get()
                        .headers()
                        .mismatch(
                                request.params().arguments().orElse(Json.EMPTY_OBJECT),
                                exchange::headers);
        if (mismatch.isPresent()) {
            throw new RpcException(RpcError.HEADER_MISMATCH, mismatch.get());
        }
    }

    private static void require(HttpExchange exchange, String header, String expected)
            throws RpcException {
        List<String> values = exchange.headers(header);
        boolean isDecoded = header.equals(NAME);
        if (values.size() != 1
                || !(isDecoded
                                ? HeaderText.decode(values.get(0))
                                : Optional.of(values.get(0).strip()))
                        .equals(Optional.of(expected))) {
            throw new RpcException(
                    RpcError.HEADER_MISMATCH,
                    values.isEmpty()
                            ? "header '%s' is missing".formatted(header)
                            : "header '%s' does not match the message [%s]"
                                    .formatted(
                                            header, MessageText.quote(String.join(", ", values))));
        }
    }
}

package org.vexhost.gateway.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolCall;

/**
 * The headers that place a request in a trace (<a href="https://www.w3.org/TR/trace-context/">W3C
 * Trace Context</a>). They become attributes of calls, with the same names.
 */
public final class TraceHeaders {

    /** The names of the headers. */
    public static final List<String> NAMES = List.of("traceparent", "tracestate", "baggage");

    private TraceHeaders() {}

    /** Returns the headers of a request whose values can be attributes of a call. */
    public static Map<String, String> of(HttpExchange exchange) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : NAMES) {
            exchange.header(name)
                    .filter(TraceHeaders::isAttribute)
                    .ifPresent(value -> found.put(name, value));
        }
        return found;
    }

    /** Whether a value can be an attribute of a call. */
    public static boolean isAttribute(String value) {
        return !value.isEmpty()
                && value.length() <= ToolCall.MAX_ATTRIBUTE_LENGTH
                && MessageText.isPrintable(value);
    }
}

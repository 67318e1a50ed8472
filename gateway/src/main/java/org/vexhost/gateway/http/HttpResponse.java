package org.vexhost.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response.
 *
 * @param status 200 to 599
 * @param headers values by name; neither may contain control characters
 * @param body the whole body; the array is not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Up to 10 MiB, never compared.
public record HttpResponse(int status, Map<String, String> headers, byte[] body) {

    /**
     * Checks status and headers, and copies the headers.
     *
     * @throws IllegalArgumentException if the status or a header is invalid
     */
    public HttpResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status is not 200 to 599 [%d]".formatted(status));
        }
        headers.forEach(
                (name, value) -> {
                    if (hasControl(name) || hasControl(value)) {
                        throw new IllegalArgumentException("header has a control character");
                    }
                });
        headers = Map.copyOf(headers);
    }

    /** Creates a response with JSON. */
    public static HttpResponse json(int status, byte[] body) {
        return new HttpResponse(status, Map.of("Content-Type", "application/json"), body);
    }

    /** Creates a response with plain text. */
    public static HttpResponse text(int status, String body) {
        return new HttpResponse(
                status,
                Map.of("Content-Type", "text/plain;charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates a response without a body. */
    public static HttpResponse empty(int status) {
        return new HttpResponse(status, Map.of(), new byte[0]);
    }

    /** Returns a copy with one header added or replaced. */
    public HttpResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, body);
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    }
}

package org.vexhost.api.web;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to a {@link WebRequest}.
 *
 * @param status the HTTP status code, 200 to 599
 * @param headers the header fields, by name; names and values must not contain control characters
 * @param body the whole body, which is not copied
 * @since 1.0
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record WebAnswer(int status, Map<String, String> headers, byte[] body) {

    /**
     * Checks the status and the headers, and copies the headers.
     *
     * @throws IllegalArgumentException if the status or a header field is not as documented
     */
    public WebAnswer {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status is not 200 to 599 [%d]".formatted(status));
        }
        headers.forEach(
                (name, value) -> {
                    if ((name + value).chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                        throw new IllegalArgumentException("header has a control character");
                    }
                });
        headers = Map.copyOf(headers);
    }

    /** Returns the same answer with a header field added or replaced. */
    public WebAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebAnswer(status, more, body);
    }
}

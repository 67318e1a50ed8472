package org.vexhost.api.web;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status 200 to 599
 * @param headers by name; neither names nor values have control characters
 * @param body the whole body; not copied
 * @since 1.0
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares pages.
public record WebAnswer(int status, Map<String, String> headers, byte[] body) {

    /**
     * Checks status and headers, and copies the headers.
     *
     * @throws IllegalArgumentException if one is not as documented
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

    /** The same with one more header, or another value of one. */
    public WebAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebAnswer(status, more, body);
    }
}

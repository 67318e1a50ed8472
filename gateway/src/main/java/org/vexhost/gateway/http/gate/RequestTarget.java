package org.vexhost.gateway.http.gate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The path and query of a request, decoded once and strictly. The access check and the route use
 * this object, so they never interpret the request differently.
 *
 * @param path begins with a slash; only the last segment may be empty; no dot segments, no control
 *     characters
 * @param parameters the first value of each parameter
 */
public record RequestTarget(String path, Map<String, String> parameters) {

    private static final int MAX_PARAMETERS = 32;

    /**
     * Decodes a request's target.
     *
     * @throws IllegalArgumentException if the path or query is invalid
     */
    public static RequestTarget of(String rawPath, @Nullable String rawQuery) {
        StringBuilder path = new StringBuilder();
        if (!rawPath.startsWith("/")) {
            throw new IllegalArgumentException("path does not begin with a slash");
        }
        String[] segments = rawPath.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = decode(segments[i], false);
            boolean isBad =
                    segment.equals(".")
                            || segment.equals("..")
                            || (segment.isEmpty() && i < segments.length - 1)
                            || segment.chars().anyMatch(RequestTarget::isForbidden);
            if (isBad) {
                throw new IllegalArgumentException("path is ambiguous");
            }
            path.append('/').append(segment);
        }
        return new RequestTarget(path.toString(), parameters(rawQuery));
    }

    private static boolean isForbidden(int c) {
        return c < ' ' || c == 0x7f || c == '/' || c == '\\' || c == ';';
    }

    private static Map<String, String> parameters(@Nullable String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return parameters;
        }
        String[] pairs = rawQuery.split("&", MAX_PARAMETERS + 2);
        if (pairs.length > MAX_PARAMETERS) {
            throw new IllegalArgumentException(
                    "query has more than %d parameters".formatted(MAX_PARAMETERS));
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.putIfAbsent(decode(name, true), decode(value, true));
        }
        return parameters;
    }

    private static String decode(String text, boolean isForm) {
        if (text.indexOf('%') < 0 && (!isForm || text.indexOf('+') < 0)) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[raw.length];
        int length = 0;
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("percent-encoding is not complete");
                }
                out[length++] = (byte) (high * 16 + low);
                i += 2;
            } else {
                out[length++] = isForm && raw[i] == '+' ? (byte) ' ' : raw[i];
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("percent-encoding is not UTF-8", e);
        }
    }
}

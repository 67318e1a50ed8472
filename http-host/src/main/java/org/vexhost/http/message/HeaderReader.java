package org.vexhost.http.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.vexhost.api.MessageText;

/**
 * Reads a guest's header fields: {@code Name: value} lines, each ended by a line feed. Fields that
 * would control the connection instead of describing the request are rejected. No field is dropped
 * silently.
 */
public final class HeaderReader {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    /** The fields that the host sets itself, or that control the connection (RFC 9110, 7.6.1). */
    private static final Set<String> RESERVED =
            Set.of(
                    "host",
                    "connection",
                    "content-length",
                    "transfer-encoding",
                    "expect",
                    "te",
                    "trailer",
                    "upgrade",
                    "keep-alive",
                    "http2-settings");

    private HeaderReader() {}

    /**
     * Reads header fields.
     *
     * @param text the fields, with one character for each byte
     * @param maxBytes the maximum total size, in bytes
     * @param maxFields the maximum number of fields
     * @throws HttpException with INVALID if a field is not acceptable; the message names the field
     */
    public static List<Header> read(String text, int maxBytes, int maxFields) throws HttpException {
        if (text.length() > maxBytes) {
            throw invalid("header exceeds %d bytes [%d]".formatted(maxBytes, text.length()));
        }
        List<Header> fields = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            String line = text.substring(start, end < 0 ? text.length() : end);
            start = end < 0 ? text.length() : end + 1;
            fields.add(field(line));
            if (fields.size() > maxFields) {
                throw invalid("header has more than %d fields".formatted(maxFields));
            }
        }
        return List.copyOf(fields);
    }

    private static Header field(String line) throws HttpException {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        if (colon < 0 || !NAME.matcher(name).matches()) {
            throw invalid(
                    "header has a line that is not 'Name: value' [%s]"
                            .formatted(MessageText.quote(line)));
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(lower) || lower.startsWith("proxy-")) {
            throw invalid("header field '%s' is for the host to set; leave it out".formatted(name));
        }
        String value = line.substring(colon + 1).strip();
        if (value.chars().anyMatch(c -> c != '\t' && (c < ' ' || c > '~'))) {
            throw invalid(
                    "header field '%s' holds a character that is not visible ASCII"
                            .formatted(name));
        }
        return new Header(name, value);
    }

    private static HttpException invalid(String message) {
        return new HttpException(HttpError.INVALID, message);
    }
}

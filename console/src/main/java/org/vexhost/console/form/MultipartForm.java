package org.vexhost.console.form;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexhost.api.admin.UploadedFile;

/**
 * A reader of forms that contain files. It does not copy the files.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
final class MultipartForm {

    private static final int MAX_PARTS = 16;
    private static final int MAX_HEADER_BYTES = 4 << 10;
    private static final int MAX_FIELD_BYTES = 64 << 10;
    private static final byte[] END_OF_HEADERS = bytes("\r\n\r\n");
    private static final Pattern BOUNDARY =
            Pattern.compile(
                    ";\\s*boundary=(?:\"([^\"\\r\\n]{1,70})\"|([0-9A-Za-z'+_.-]{1,70}))\\s*(?:;|$)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME =
            Pattern.compile(";\\s*name=\"([^\"\\r\\n]{1,256})\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE =
            Pattern.compile(";\\s*filename=\"([^\"\\r\\n]{0,256})\"", Pattern.CASE_INSENSITIVE);

    private final byte[] body;
    private final Map<String, List<String>> fields = new HashMap<>();
    private final List<UploadedFile> files = new ArrayList<>();

    private MultipartForm(byte[] body) {
        this.body = body;
    }

    /**
     * Reads a form.
     *
     * @param contentType the whole value of the Content-Type header
     * @throws BadFormException if the body is not a valid multipart form
     */
    static SentForm read(String contentType, byte[] body) throws BadFormException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw new BadFormException("content type has no boundary that can be used");
        }
        String text = boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
        MultipartForm form = new MultipartForm(body);
        form.readParts("--" + text);
        return new SentForm(form.fields, form.files);
    }

    private void readParts(String delimiter) throws BadFormException {
        byte[] next = bytes("\r\n" + delimiter);
        if (!isAt(bytes(delimiter), 0)) {
            throw new BadFormException("form does not begin with its boundary");
        }
        int position = delimiter.length();
        for (int parts = 0; !isAt(bytes("--"), position); parts++) {
            if (parts == MAX_PARTS) {
                throw new BadFormException("form has more than %d parts".formatted(MAX_PARTS));
            }
            if (!isAt(bytes("\r\n"), position)) {
                throw new BadFormException("boundary is not the end of a line");
            }
            int headers = position + 2;
            int limit = Math.min(body.length, headers + MAX_HEADER_BYTES);
            int endOfHeaders = find(END_OF_HEADERS, headers, limit);
            if (endOfHeaders < 0) {
                throw new BadFormException(
                        "headers of a part exceed %d bytes".formatted(MAX_HEADER_BYTES));
            }
            int start = endOfHeaders + END_OF_HEADERS.length;
            int end = find(next, start, body.length);
            if (end < 0) {
                throw new BadFormException("form has no last boundary");
            }
            addPart(text(headers, endOfHeaders), start, end);
            position = end + next.length;
        }
    }

    private void addPart(String headers, int start, int end) throws BadFormException {
        for (String line : headers.split("\r\n", -1)) {
            if (!line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                continue;
            }
            Matcher name = NAME.matcher(line);
            if (!name.find()) {
                break;
            }
            Matcher file = FILE.matcher(line);
            if (!file.find()) {
                if (end - start > MAX_FIELD_BYTES) {
                    throw new BadFormException("field exceeds %d bytes".formatted(MAX_FIELD_BYTES));
                }
                SentForm.add(fields, name.group(1), text(start, end));
            } else if (!file.group(1).isEmpty()) {
                files.add(
                        new UploadedFile(
                                file.group(1),
                                () -> new ByteArrayInputStream(body, start, end - start)));
            }
            return;
        }
        throw new BadFormException("a part has no name that can be used");
    }

    private String text(int start, int end) {
        return new String(body, start, end - start, StandardCharsets.UTF_8);
    }

    private boolean isAt(byte[] wanted, int position) {
        return find(wanted, position, Math.min(body.length, position + wanted.length)) == position;
    }

    /** Returns the index of the first occurrence of some bytes in a range; -1 if there is none. */
    private int find(byte[] wanted, int from, int to) {
        for (int i = from; i <= to - wanted.length; i++) {
            int same = 0;
            while (same < wanted.length && body[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

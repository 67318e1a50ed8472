package org.vexhost.gateway.rest.admin;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexhost.api.admin.UploadedFile;

/**
 * Reads files from a {@code multipart/form-data} body without copying their content. A part that is
 * not a file is rejected.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
final class Multipart {

    private static final int MAX_FILES = 2;
    private static final int MAX_HEADER_BYTES = 4 << 10;
    private static final Pattern BOUNDARY =
            Pattern.compile(
                    ";\\s*boundary=(?:\"([0-9A-Za-z'()+_,./:=? -]{1,70})\"|([0-9A-Za-z'+_.-]{1,70}))"
                            + "\\s*(?:;|$)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME =
            Pattern.compile(";\\s*filename=\"([^\"\\\\\\r\\n]{1,256})\"", Pattern.CASE_INSENSITIVE);

    private final byte[] body;
    private int position;

    private Multipart(byte[] body) {
        this.body = body;
    }

    /**
     * Reads the files.
     *
     * @param contentType value of the header
     * @param body the whole body; each file reads from it without a copy
     * @throws RefusedException if the body is malformed or has more than two files
     */
    static List<UploadedFile> files(String contentType, byte[] body) throws RefusedException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw RefusedException.invalid("content type has no boundary that can be used");
        }
        String text = boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
        return new Multipart(body).read("--" + text);
    }

    private List<UploadedFile> read(String delimiter) throws RefusedException {
        byte[] first = bytes(delimiter);
        byte[] next = bytes("\r\n" + delimiter);
        if (!startsWith(first)) {
            throw RefusedException.invalid("body does not begin with its boundary");
        }
        position = first.length;
        List<UploadedFile> files = new ArrayList<>();
        while (!startsWith(bytes("--"))) {
            if (files.size() == MAX_FILES) {
                throw RefusedException.invalid("body has more than %d files".formatted(MAX_FILES));
            }
            if (!startsWith(bytes("\r\n"))) {
                throw RefusedException.invalid("boundary is not the end of a line");
            }
            position += 2;
            String name = fileName(headers());
            int start = position;
            int end = find(next, start, body.length);
            if (end < 0) {
                throw RefusedException.invalid("body has no last boundary");
            }
            files.add(
                    new UploadedFile(
                            name, () -> new ByteArrayInputStream(body, start, end - start)));
            position = end + next.length;
        }
        return files;
    }

    /** Returns the headers of a part, and moves the position to the byte after them. */
    private String headers() throws RefusedException {
        byte[] blank = bytes("\r\n\r\n");
        int end = find(blank, position, Math.min(body.length, position + MAX_HEADER_BYTES));
        if (end < 0) {
            throw RefusedException.invalid(
                    "headers of a part exceed %d bytes".formatted(MAX_HEADER_BYTES));
        }
        String headers = new String(body, position, end - position, StandardCharsets.UTF_8);
        position = end + blank.length;
        return headers;
    }

    private static String fileName(String headers) throws RefusedException {
        for (String line : headers.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                Matcher name = FILE_NAME.matcher(line);
                if (name.find()) {
                    return name.group(1);
                }
            }
        }
        throw RefusedException.invalid("a part has no file name that can be used");
    }

    private boolean startsWith(byte[] wanted) {
        return find(wanted, position, Math.min(body.length, position + wanted.length)) == position;
    }

    /** Returns the position of bytes within a range; -1 if they are not found. */
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

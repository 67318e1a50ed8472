package org.vexhost.traces;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A file with headers for requests to the collector, usually a credential: one {@code NAME: VALUE}
 * in each line. Only its owner may have access to it, and this is the host's user or root. No
 * message contains a value.
 */
final class HeadersFile {

    private static final int MAX_BYTES = 65_536;
    private static final int MAX_HEADERS = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{1,8192}");

    /** Headers that the HTTP client or the protocol determines. */
    private static final Set<String> RESERVED =
            Set.of(
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "expect",
                    "host",
                    "transfer-encoding",
                    "upgrade");

    private final Path file;

    HeadersFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the headers.
     *
     * @throws IOException if the file cannot be read, belongs to another user, is accessible to
     *     other users, or has an invalid line
     */
    Map<String, String> read() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw notAFile();
        }
        requireTrusted();
        String content;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            content = text(in);
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int number = 0;
        for (String line : content.split("\\R", -1)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                add(headers, text, number);
            }
        }
        if (headers.size() > MAX_HEADERS) {
            throw new IOException("'%s' has more than %d headers".formatted(file, MAX_HEADERS));
        }
        return headers;
    }

    private void add(Map<String, String> headers, String line, int number) throws IOException {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        String value = line.substring(colon + 1).strip();
        if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
            throw new IOException("'%s' line %d is not NAME: VALUE".formatted(file, number));
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IOException(
                    "'%s' line %d sets header '%s', which the host itself sets"
                            .formatted(file, number, name));
        }
        if (headers.put(name, value) != null) {
            throw new IOException("'%s' line %d repeats header '%s'".formatted(file, number, name));
        }
    }

    /** Reads no more than shows that there is too much: a file may grow, or not tell its size. */
    String text(InputStream in) throws IOException {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
            throw notAFile();
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    private IOException notAFile() {
        return new IOException("'%s' is not a file of at most %d bytes".formatted(file, MAX_BYTES));
    }

    /** The host's user is the owner of the folder, as it is for the host's other private files. */
    private void requireTrusted() throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        PosixFileAttributes facts =
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Path folder = file.toAbsolutePath().getParent();
        UserPrincipal self = Files.getOwner(folder == null ? file : folder);
        if (!facts.owner().equals(self) && !"root".equals(facts.owner().getName())) {
            throw new IOException(
                    "'%s' belongs to user '%s'; change that by chown"
                            .formatted(file, facts.owner().getName()));
        }
        if (!Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
                .containsAll(facts.permissions())) {
            throw new IOException(
                    "'%s' can be read or written by others than its owner; chmod 600 closes it"
                            .formatted(file));
        }
    }
}

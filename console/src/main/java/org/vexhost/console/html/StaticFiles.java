package org.vexhost.console.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.web.WebAnswer;

/**
 * The style sheet, the scripts and the icon of the console. Each path contains a digest of the
 * file, so browsers may cache the files.
 */
public final class StaticFiles {

    /** The prefix of all paths of these files. */
    public static final String PATH = "/console/static/";

    private static final String HTMX =
            "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";

    private static final Map<String, StaticFile> FILES =
            Map.of(
                    "console.css", read("console.css", "text/css;charset=utf-8"),
                    "console.js", read("console.js", "text/javascript;charset=utf-8"),
                    "icon.svg", read("icon.svg", "image/svg+xml"),
                    "htmx.js", read(HTMX, "text/javascript;charset=utf-8"));

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record StaticFile(String type, byte[] bytes, String digest) {}

    private StaticFiles() {}

    /**
     * Returns the path of a file.
     *
     * @throws IllegalArgumentException if there is no file with this name
     */
    public static String href(String name) {
        StaticFile file = FILES.get(name);
        if (file == null) {
            throw new IllegalArgumentException("there is no file of this name [" + name + "]");
        }
        return href(name, file);
    }

    private static String href(String name, StaticFile file) {
        return PATH + file.digest() + "/" + name;
    }

    /** Returns the response to a request for a file; empty if there is no file at this path. */
    public static Optional<WebAnswer> answer(String path) {
        return FILES.entrySet().stream()
                .filter(each -> path.equals(href(each.getKey(), each.getValue())))
                .map(Map.Entry::getValue)
                .map(
                        file ->
                                new WebAnswer(
                                        200,
                                        Map.of(
                                                "Content-Type",
                                                file.type(),
                                                "Cache-Control",
                                                "public, max-age=31536000, immutable"),
                                        file.bytes()))
                .findFirst();
    }

    private static StaticFile read(String resource, String type) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("file is not in the bundle [" + resource + "]");
            }
            byte[] bytes = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new StaticFile(type, bytes, HexFormat.of().formatHex(digest, 0, 8));
        } catch (IOException e) {
            throw new UncheckedIOException("file of the bundle cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

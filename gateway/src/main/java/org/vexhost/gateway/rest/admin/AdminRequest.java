package org.vexhost.gateway.rest.admin;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.gateway.http.HttpExchange;

/**
 * A request of an operator.
 *
 * @param segments the path below {@code /admin/v1/}, at least one
 */
record AdminRequest(HttpExchange exchange, List<String> segments) {

    static final String PATH = "/admin/v1/";

    private static final int DEFAULT_WAIT_SECONDS = 60;
    private static final int MAX_WAIT_SECONDS = 600;
    private static final int MAX_FILE_NAME = 128;
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    static AdminRequest of(HttpExchange exchange) {
        String path = exchange.path();
        return new AdminRequest(exchange, List.of(path.substring(PATH.length()).split("/", -1)));
    }

    String method() {
        return exchange.method();
    }

    /** The operator who sent the request. Each change is logged under this name. */
    Caller operator() {
        return exchange.access().caller();
    }

    /** The number of segments after the first one. */
    int depth() {
        return segments.size() - 1;
    }

    /**
     * Returns the name of a tool in the path.
     *
     * @throws RefusedException if no tool can have that name
     */
    String toolName() throws RefusedException {
        String name = segments.get(1);
        if (!ToolDefinition.NAME.matcher(name).matches()) {
            throw RefusedException.invalid(
                    "name of a tool does not match %s [%s]"
                            .formatted(ToolDefinition.NAME.pattern(), MessageText.quote(name)));
        }
        return name;
    }

    /**
     * Returns the name in the path. It is the name of a tool, or of an artifact that could not be
     * read.
     *
     * @throws RefusedException if it is not a plain name
     */
    String artifactName() throws RefusedException {
        String name = segments.get(1);
        requirePlain(name);
        return name;
    }

    /**
     * Checks that the name of a file is plain.
     *
     * @throws RefusedException if it is not 1 to 128 printable characters, contains a path
     *     separator or begins with a dot
     */
    static void requirePlain(String name) throws RefusedException {
        boolean isPlain =
                !name.isEmpty()
                        && name.length() <= MAX_FILE_NAME
                        && !name.startsWith(".")
                        && !name.contains("/")
                        && !name.contains("\\")
                        && MessageText.isPrintable(name);
        if (!isPlain) {
            throw RefusedException.invalid(
                    "name is not 1 to %d printable characters without '/', '\\' and a first '.' [%s]"
                            .formatted(MAX_FILE_NAME, MessageText.quote(name)));
        }
    }

    /**
     * Returns the parameter {@code wait}, or 60 s if it is missing.
     *
     * @throws RefusedException if the value is not an integer of 0 to 600 seconds
     */
    Duration await() throws RefusedException {
        Optional<String> text = exchange.parameter("wait");
        if (text.isEmpty()) {
            return Duration.ofSeconds(DEFAULT_WAIT_SECONDS);
        }
        if (text.get().matches("[0-9]{1,3}")) {
            int seconds = Integer.parseInt(text.get());
            if (seconds <= MAX_WAIT_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw RefusedException.of(
                400,
                "BAD_WAIT",
                "wait is not an integer of 0 to %d seconds".formatted(MAX_WAIT_SECONDS));
    }

    /** The media type of the body, in lower case, without parameters; empty if there is none. */
    String mediaType() {
        String type = exchange.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip();
    }

    /**
     * Checks an artifact's digest.
     *
     * @return the digest in lower case
     * @throws RefusedException if the text is not a complete digest
     */
    static String digest(String text) throws RefusedException {
        String digest = text.toLowerCase(Locale.ROOT);
        if (!DIGEST.matcher(digest).matches()) {
            throw RefusedException.invalid(
                    "digest is not 'sha256:' and 64 hexadecimal digits [%s]"
                            .formatted(MessageText.quote(text)));
        }
        return digest;
    }
}

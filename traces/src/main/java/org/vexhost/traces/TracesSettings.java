package org.vexhost.traces;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;

/**
 * The settings of {@code etc/org.vexhost.traces.cfg}. Their meaning is that of the <a
 * href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">environment variables of
 * OpenTelemetry</a>; {@code docs/traces.md} has the names of these variables.
 *
 * @param isEnabled whether calls have spans
 * @param collector the URL to which spans are sent
 * @param headersFile a file with headers for these requests, relative to the home
 * @param timeout how long sending a batch may take, with all attempts
 * @param samplingRatio the share of traces that are recorded if the caller has not decided, 0 to 1
 * @param serviceName the name of this host in traces
 */
record TracesSettings(
        boolean isEnabled,
        URI collector,
        Optional<String> headersFile,
        Duration timeout,
        double samplingRatio,
        String serviceName) {

    private static final String ENABLED = "enabled";
    private static final String ENDPOINT = "endpoint";
    private static final String HEADERS_FILE = "headersFile";
    private static final String TIMEOUT = "timeoutMillis";
    private static final String RATIO = "samplingRatio";
    private static final String NAME = "serviceName";
    private static final List<String> KEYS =
            List.of(ENABLED, ENDPOINT, HEADERS_FILE, TIMEOUT, RATIO, NAME);

    /** The prefixes of keys that the framework adds. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "osgi.ds.");

    private static final String DEFAULT_ENDPOINT = "http://localhost:4318";
    private static final String PATH = "/v1/traces";
    private static final int MAX_NAME_LENGTH = 128;
    private static final int MIN_TIMEOUT_MILLIS = 100;
    private static final int MAX_TIMEOUT_MILLIS = 60_000;
    private static final String DEFAULT_TIMEOUT_MILLIS = "10000";

    /**
     * Reads the settings.
     *
     * @param unknown receives a message for each unknown key
     * @throws IllegalArgumentException if a value is invalid; the message names the key and the
     *     reason
     */
    static TracesSettings read(Map<String, Object> values, Consumer<String> unknown) {
        for (String key : new TreeSet<>(values.keySet())) {
            if (!KEYS.contains(key) && FOREIGN.stream().noneMatch(key::startsWith)) {
                unknown.accept(
                        "unknown setting '%s'%s"
                                .formatted(
                                        MessageText.escape(key, 64), Suggestion.clause(key, KEYS)));
            }
        }
        String file = text(values, HEADERS_FILE, "");
        return new TracesSettings(
                flag(text(values, ENABLED, "false")),
                collector(text(values, ENDPOINT, DEFAULT_ENDPOINT)),
                file.isEmpty() ? Optional.empty() : Optional.of(file),
                timeout(text(values, TIMEOUT, DEFAULT_TIMEOUT_MILLIS)),
                ratio(text(values, RATIO, "1")),
                name(text(values, NAME, "vexhost")));
    }

    private static String text(Map<String, Object> values, String key, String normal) {
        String text = String.valueOf(values.getOrDefault(key, normal)).strip();
        return text.isEmpty() ? normal : text;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "enabled is not true or false [%s]".formatted(MessageText.quote(text)));
        };
    }

    private static URI collector(String text) {
        try {
            URI base = new URI(text);
            if (base.getRawUserInfo() != null) {
                // The value is not shown, because it contains a password.
                throw new IllegalArgumentException(
                        "endpoint contains a user; put the credentials into headersFile");
            }
            if (List.of("http", "https").contains(String.valueOf(base.getScheme()))
                    && base.getHost() != null
                    && base.getRawQuery() == null
                    && base.getRawFragment() == null) {
                return new URI(text.replaceFirst("/+$", "") + PATH);
            }
        } catch (URISyntaxException e) {
            throw notAUrl(text, e);
        }
        throw notAUrl(text, null);
    }

    private static IllegalArgumentException notAUrl(String text, @Nullable Exception cause) {
        // A text that cannot be parsed may contain a password as well.
        String shown = text.indexOf('@') < 0 ? MessageText.quote(text) : "not shown";
        return new IllegalArgumentException(
                "endpoint is not http://HOST:PORT or https://HOST:PORT, with or without a path [%s]"
                        .formatted(shown),
                cause);
    }

    private static Duration timeout(String text) {
        int millis = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (millis < MIN_TIMEOUT_MILLIS || millis > MAX_TIMEOUT_MILLIS) {
            throw new IllegalArgumentException(
                    "timeoutMillis is not an integer of %d to %d [%s]"
                            .formatted(
                                    MIN_TIMEOUT_MILLIS,
                                    MAX_TIMEOUT_MILLIS,
                                    MessageText.quote(text)));
        }
        return Duration.ofMillis(millis);
    }

    private static double ratio(String text) {
        double ratio = text.matches("\\d(\\.\\d{1,15})?") ? Double.parseDouble(text) : -1;
        if (ratio < 0 || ratio > 1) {
            throw new IllegalArgumentException(
                    "samplingRatio is not a number of 0 to 1 [%s]"
                            .formatted(MessageText.quote(text)));
        }
        return ratio;
    }

    private static String name(String text) {
        if (text.length() > MAX_NAME_LENGTH || !MessageText.isPrintable(text)) {
            throw new IllegalArgumentException(
                    "serviceName is not up to %d printable characters [%s]"
                            .formatted(MAX_NAME_LENGTH, MessageText.quote(text)));
        }
        return text;
    }
}

package org.vexhost.gateway.http.settings;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import org.vexhost.gateway.http.settings.HttpSettings.ClientCertificates;
import org.vexhost.gateway.http.settings.HttpSettings.MetricsListener;
import org.vexhost.gateway.http.settings.HttpSettings.Tls;

/**
 * Reads the HTTP settings from a configuration. An invalid value is an error; it is not replaced by
 * a default.
 */
public final class HttpSettingsReader {

    private static final List<String> KEYS =
            List.of(
                    "host",
                    "port",
                    "admin.host",
                    "admin.port",
                    "metrics.listener",
                    "tls.keyStore",
                    "tls.keyStoreType",
                    "tls.keyStorePassword",
                    "tls.trustStore",
                    "tls.trustStorePassword",
                    "tls.clientCertificates",
                    "http2",
                    "allowedOrigins",
                    "allowedHosts",
                    "anonymous",
                    "behindTlsProxy",
                    "trustedProxies",
                    "publicUrl",
                    "maxBodyBytes",
                    "idleTimeoutMillis",
                    "requestTimeoutMillis",
                    "maxStreams",
                    "maxStreamsPerCaller");

    /** The prefixes of keys that the framework adds. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "osgi.ds.");

    private final Map<String, Object> values;

    private HttpSettingsReader(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Reads settings.
     *
     * @param unknown receives a sentence about each unknown key
     * @throws IllegalArgumentException if a value is invalid; the message names key and reason
     */
    public static HttpSettings read(Map<String, Object> values, Consumer<String> unknown) {
        for (String key : new TreeSet<>(values.keySet())) {
            if (!KEYS.contains(key) && FOREIGN.stream().noneMatch(key::startsWith)) {
                unknown.accept(
                        "unknown setting '%s'%s"
                                .formatted(
                                        MessageText.escape(key, 64), Suggestion.clause(key, KEYS)));
            }
        }
        return new HttpSettingsReader(values).settings();
    }

    private HttpSettings settings() {
        String host = text("host").orElse("127.0.0.1");
        return new HttpSettings(
                host,
                port("port"),
                text("admin.host").orElse("127.0.0.1"),
                port("admin.port"),
                word("metrics.listener", MetricsListener.ADMIN, MetricsListener.class),
                tls(),
                flag("http2"),
                origins(),
                list("allowedHosts"),
                flag("anonymous"),
                flag("behindTlsProxy"),
                list("trustedProxies"),
                text("publicUrl").map(HttpSettingsReader::publicUrl),
                number("maxBodyBytes", 10L << 20, 1024, 64L << 20),
                (int) number("idleTimeoutMillis", 60_000, 1_000, 3_600_000),
                (int) number("requestTimeoutMillis", 60_000, 1_000, 3_600_000),
                (int) number("maxStreams", 4_000, 1, 100_000),
                (int) number("maxStreamsPerCaller", 1_000, 1, 100_000));
    }

    private Optional<Tls> tls() {
        Optional<String> keyStore = text("tls.keyStore");
        if (keyStore.isEmpty()) {
            for (String key : List.of("tls.trustStore", "tls.clientCertificates")) {
                if (text(key).isPresent()) {
                    throw new IllegalArgumentException(key + " needs tls.keyStore");
                }
            }
            return Optional.empty();
        }
        ClientCertificates certificates =
                word("tls.clientCertificates", ClientCertificates.NONE, ClientCertificates.class);
        Optional<String> trustStore = text("tls.trustStore");
        if (certificates != ClientCertificates.NONE && trustStore.isEmpty()) {
            throw new IllegalArgumentException("tls.clientCertificates needs tls.trustStore");
        }
        return Optional.of(
                new Tls(
                        keyStore.get(),
                        text("tls.keyStoreType").orElse("PKCS12"),
                        text("tls.keyStorePassword").orElse(""),
                        trustStore,
                        text("tls.trustStorePassword").orElse(""),
                        certificates));
    }

    private Set<String> origins() {
        Set<String> origins = list("allowedOrigins");
        for (String origin : origins) {
            if (!origin.matches("[a-z][a-z0-9+.-]*://[^/\\s*]+")) {
                throw new IllegalArgumentException(
                        "allowedOrigins has a value that is not like https://example.com [%s]"
                                .formatted(MessageText.quote(origin)));
            }
        }
        return origins;
    }

    private static URI publicUrl(String text) {
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("publicUrl is not an http or https URL", e);
        }
        throw new IllegalArgumentException("publicUrl is not an http or https URL");
    }

    private OptionalInt port(String key) {
        return text(key).isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) number(key, 1, 1, 65_535));
    }

    private Optional<String> text(String key) {
        Object value = values.get(key);
        String text = value == null ? "" : value.toString().strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private Set<String> list(String key) {
        List<String> items = new ArrayList<>();
        for (String item : text(key).orElse("").split(",", -1)) {
            if (!item.isBlank()) {
                items.add(item.strip().toLowerCase(Locale.ROOT));
            }
        }
        return Set.copyOf(items);
    }

    private boolean flag(String key) {
        return switch (text(key).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "%s is not true or false [%s]"
                                    .formatted(key, MessageText.quote(text(key).orElse(""))));
        };
    }

    private long number(String key, long normal, long min, long max) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return normal;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw noNumber(key, min, max, text.get(), e);
        }
        throw noNumber(key, min, max, text.get(), null);
    }

    private static IllegalArgumentException noNumber(
            String key, long min, long max, String text, @Nullable NumberFormatException cause) {
        return new IllegalArgumentException(
                "%s is not an integer of %d to %d [%s]"
                        .formatted(key, min, max, MessageText.quote(text)),
                cause);
    }

    private <E extends Enum<E>> E word(String key, E normal, Class<E> type) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return normal;
        }
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT);
            if (word.equals(text.get())) {
                return constant;
            }
            words.add(word);
        }
        throw new IllegalArgumentException(
                "%s is not one of %s [%s]%s"
                        .formatted(
                                key,
                                String.join(", ", words),
                                MessageText.quote(text.get()),
                                Suggestion.clause(text.get(), words)));
    }
}

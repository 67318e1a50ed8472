package org.vexhost.http.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import org.vexhost.http.exchange.HttpLimits;
import org.vexhost.http.exchange.ProxyAddress;

/**
 * Reads the settings for outbound HTTP from a configuration. An unusable value is an error. It is
 * not replaced by the default.
 */
public final class EgressSettingsReader {

    private static final int MIB = 1 << 20;

    /** The prefixes of the keys that the OSGi framework adds. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "osgi.ds.", "vexhost.host.module");

    private final Map<String, Object> values;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    private EgressSettingsReader(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Reads settings.
     *
     * @param values the configuration
     * @param unknown receives a sentence for each unknown key
     * @throws IllegalArgumentException if any value is unusable; the message names each such key
     *     and its problem
     */
    public static EgressSettings read(Map<String, Object> values, List<String> unknown) {
        EgressSettingsReader reader = new EgressSettingsReader(values);
        EgressSettings settings = reader.settings();
        for (String key : new TreeSet<>(values.keySet())) {
            if (!reader.known.contains(key) && FOREIGN.stream().noneMatch(key::startsWith)) {
                unknown.add(
                        "key %s is unknown and ignored%s"
                                .formatted(
                                        MessageText.quote(key),
                                        Suggestion.clause(key, reader.known)));
            }
        }
        if (!reader.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", reader.problems));
        }
        return settings;
    }

    private EgressSettings settings() {
        HttpLimits normal = HttpLimits.DEFAULT;
        HttpLimits limits =
                new HttpLimits(
                        number("maxRequestsPerCall", 1, 1_000, normal.requestsOfCall()),
                        number("maxOpenRequestsPerCall", 1, 64, normal.atOnceOfCall()),
                        number("maxOpenRequestsPerTool", 1, 1_024, normal.atOnceOfTool()),
                        number("maxOpenRequests", 1, 4_096, normal.atOnce()),
                        number("maxRequestBytes", 0, 10 * MIB, normal.requestBytes()),
                        number("maxResponseBytes", 0, 10 * MIB, normal.responseBytes()),
                        number("maxHeaderBytes", 1_024, MIB / 4, normal.headerBytes()),
                        number("maxHeaderFields", 1, 1_000, normal.headerFields()),
                        Duration.ofMillis(
                                number(
                                        "connectTimeoutMillis",
                                        10,
                                        60_000,
                                        (int) normal.connect().toMillis())));
        return new EgressSettings(
                limits,
                text("proxy").flatMap(this::proxy),
                text("trustStore"),
                text("trustStorePassword").orElse(""));
    }

    private Optional<String> text(String key) {
        known.add(key);
        Object value = values.get(key);
        return value == null
                ? Optional.empty()
                : Optional.of(value.toString().strip()).filter(text -> !text.isEmpty());
    }

    private int number(String key, int min, int max, int normal) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return normal;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // This is reported below, together with other values that are out of range.
        }
        problem(key, "is not %d to %d".formatted(min, max), text.get());
        return normal;
    }

    private Optional<ProxyAddress> proxy(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            boolean plain =
                    "http".equals(uri.getScheme())
                            && host != null
                            && uri.getPort() > 0
                            && uri.getPort() <= 65_535;
            if (plain && text.equals("http://" + host + ":" + uri.getPort())) {
                return Optional.of(
                        new ProxyAddress(host.replaceAll("[\\[\\]]", ""), uri.getPort()));
            }
        } catch (URISyntaxException e) {
            // This is reported below, together with other values that are not the URL of a proxy.
        }
        // The text before the host may contain a user name and a password.
        problem("proxy", "is not http://HOST:PORT", text.replaceFirst("(?s).*@", "…@"));
        return Optional.empty();
    }

    private void problem(String key, String what, String value) {
        problems.add("key '%s' %s [%s]".formatted(key, what, MessageText.quote(value)));
    }
}

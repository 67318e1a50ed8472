package org.vexhost.gateway.http.gate;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.vexhost.gateway.http.settings.HttpSettings;

/**
 * Rejects requests from web pages of other sites. Also rejects requests from pages that reach this
 * host through a foreign host name (DNS rebinding).
 */
final class OriginCheck {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts = new HashSet<>();
    private final Set<String> origins = new HashSet<>();
    private final Set<String> foreignOrigins;

    /** Creates a check from settings. */
    OriginCheck(HttpSettings settings) {
        String scheme = settings.tls().isPresent() ? "https" : "http";
        add(settings.host(), scheme, settings.port().orElse(0));
        add(settings.adminHost(), scheme, settings.adminPort().orElse(0));
        hosts.addAll(settings.allowedHosts());
        settings.publicUrl()
                .ifPresent(
                        url -> {
                            hosts.add(url.getHost().toLowerCase(Locale.ROOT));
                            origins.add(
                                    (url.getScheme() + "://" + url.getRawAuthority())
                                            .toLowerCase(Locale.ROOT));
                        });
        foreignOrigins = settings.allowedOrigins();
    }

    private void add(String host, String scheme, int port) {
        Set<String> names = new HashSet<>();
        names.add(bracketed(host.toLowerCase(Locale.ROOT)));
        if (HttpSettings.isLoopback(host)) {
            names.addAll(LOOPBACK);
        }
        hosts.addAll(names);
        names.forEach(name -> origins.add(scheme + "://" + name + ":" + port));
    }

    /**
     * Whether a request is meant for this host.
     *
     * @param host without port, as the client named it
     */
    boolean isOwnHost(String host) {
        return hosts.contains(bracketed(host.toLowerCase(Locale.ROOT)));
    }

    /**
     * Whether a page of an origin may call this host. The origin must be the host's own or an
     * allowed one.
     */
    boolean mayCall(String origin) {
        return origins.contains(origin.toLowerCase(Locale.ROOT)) || isAllowed(origin);
    }

    /** Whether an origin is foreign and allowed. Responses to its pages need CORS headers. */
    boolean isAllowed(String origin) {
        return foreignOrigins.contains(origin.toLowerCase(Locale.ROOT));
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}

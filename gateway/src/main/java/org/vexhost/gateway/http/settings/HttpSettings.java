package org.vexhost.gateway.http.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The HTTP settings, the content of {@code etc/org.vexhost.http.cfg}. That file describes each
 * setting.
 *
 * @param port empty if HTTP is off
 * @param adminPort empty if administration has no separate listener
 */
public record HttpSettings(
        String host,
        OptionalInt port,
        String adminHost,
        OptionalInt adminPort,
        MetricsListener metricsListener,
        Optional<Tls> tls,
        boolean isHttp2,
        Set<String> allowedOrigins,
        Set<String> allowedHosts,
        boolean isAnonymous,
        boolean isBehindTlsProxy,
        Set<String> trustedProxies,
        Optional<URI> publicUrl,
        long maxBodyBytes,
        int idleTimeoutMillis,
        int requestTimeoutMillis,
        int maxStreams,
        int maxStreamsPerCaller) {

    /** HTTP is off. */
    public static final HttpSettings OFF = HttpSettingsReader.read(Map.of(), key -> {});

    /** Whether a client has to present a certificate. */
    public enum ClientCertificates {
        /** The listener asks for no certificate. */
        NONE,
        /** A client may present a certificate. */
        WANTED,
        /** A client has to present a certificate. */
        NEEDED
    }

    /** The listener that serves metrics. */
    public enum MetricsListener {
        /** The admin listener, or the main one if there is no admin listener. */
        ADMIN,
        /** The main listener. */
        MAIN
    }

    /** Files and passwords for TLS. The text of this record does not contain the passwords. */
    public record Tls(
            String keyStore,
            String keyStoreType,
            String keyStorePassword,
            Optional<String> trustStore,
            String trustStorePassword,
            ClientCertificates clientCertificates) {
        @Override
        public String toString() {
            return "Tls[" + keyStore + ", " + clientCertificates + "]";
        }
    }

    /** Whether a separate listener serves operators. */
    public boolean hasAdminListener() {
        return adminPort.isPresent();
    }

    /**
     * Returns the reason why the listeners must not start; empty if they may. The reason names the
     * setting.
     *
     * @param hasCallers whether a caller is configured
     */
    public Optional<String> refusal(boolean hasCallers) {
        for (Map.Entry<String, String> entry :
                List.of(Map.entry("host", host), Map.entry("admin.host", adminHost))) {
            boolean isUsed =
                    entry.getKey().equals("host") ? port.isPresent() : adminPort.isPresent();
            if (!isUsed || isLoopback(entry.getValue())) {
                continue;
            }
            String address = "%s = %s is not loopback".formatted(entry.getKey(), entry.getValue());
            if (!hasCallers) {
                return Optional.of(
                        address
                                + ", and no caller is configured; add one by 'vex:caller add NAME'");
            }
            if (tls.isEmpty() && !isBehindTlsProxy) {
                return Optional.of(
                        address
                                + ", and there is no tls.keyStore; set it, or behindTlsProxy = true");
            }
            if (isAnonymous) {
                return Optional.of(address + "; anonymous = true is for loopback only");
            }
        }
        if (isAnonymous && isBehindTlsProxy) {
            return Optional.of(
                    "anonymous = true and behindTlsProxy = true together would let everybody in");
        }
        if (isHttp2 && tls.isEmpty()) {
            return Optional.of("http2 = true needs tls.keyStore");
        }
        return Optional.empty();
    }

    /** Whether an address is reachable only from this machine. False for an unknown name. */
    public static boolean isLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

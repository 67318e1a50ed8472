package org.vexhost.gateway.http.listener;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.vexhost.gateway.http.servlet.NotReadyErrors;
import org.vexhost.gateway.http.settings.HttpSettings;
import org.vexhost.gateway.http.settings.HttpSettings.Tls;

/** Translates the host's settings into those of Felix HTTP. */
final class FelixSettings {

    /** PID of the main listener. A factory of the same name configures the others. */
    static final String PID = "org.apache.felix.http";

    /** The property by which servlets select listeners. */
    static final String NAME = "org.apache.felix.http.name";

    /**
     * Lets Felix HTTP use {@link NotReadyErrors}. Without a service of a higher rank, Felix HTTP
     * would use its own, which believes every {@code X-Forwarded-For} header. So a port may be open
     * only while {@link NotReadyErrors} is registered.
     */
    static final String CUSTOMIZER = "org.apache.felix.proxy.load.balancer.connection.enable";

    static final String MAIN = "main";
    static final String ADMIN = "admin";

    private FelixSettings() {}

    /**
     * Translates the settings of one listener.
     *
     * @param home the folder that paths are relative to
     */
    static Map<String, Object> of(
            HttpSettings settings, String name, String host, int port, Path home) {
        Map<String, Object> felix = new HashMap<>();
        felix.put(NAME, name);
        felix.put("org.apache.felix.http.host", host);
        felix.put("org.apache.felix.http.timeout", settings.idleTimeoutMillis());
        felix.put("org.apache.felix.http.jetty.sendServerHeader", false);
        felix.put("org.apache.felix.http.session.timeout", 1);
        felix.put("org.apache.felix.jetty.stopTimeout", 2_000L);
        felix.put(CUSTOMIZER, true);
        boolean isTls = settings.tls().isPresent();
        felix.put("org.apache.felix.http.enable", !isTls);
        felix.put("org.apache.felix.https.enable", isTls);
        felix.put(isTls ? "org.osgi.service.http.port.secure" : "org.osgi.service.http.port", port);
        settings.tls().ifPresent(tls -> put(felix, tls, home));
        if (settings.isHttp2()) {
            felix.put("org.apache.felix.http2.enable", true);
        }
        return felix;
    }

    private static void put(Map<String, Object> felix, Tls tls, Path home) {
        String prefix = "org.apache.felix.https.";
        felix.put(prefix + "keystore", home.resolve(tls.keyStore()).toString());
        felix.put(prefix + "keystore.type", tls.keyStoreType());
        felix.put(prefix + "keystore.password", tls.keyStorePassword());
        felix.put(prefix + "keystore.key.password", tls.keyStorePassword());
        tls.trustStore()
                .ifPresent(
                        store -> {
                            felix.put(prefix + "truststore", home.resolve(store).toString());
                            felix.put(prefix + "truststore.type", tls.keyStoreType());
                            felix.put(prefix + "truststore.password", tls.trustStorePassword());
                        });
        switch (tls.clientCertificates()) {
            case NONE -> {}
            case WANTED -> felix.put(prefix + "clientcertificate", "wants");
            case NEEDED -> felix.put(prefix + "clientcertificate", "needs");
        }
    }
}

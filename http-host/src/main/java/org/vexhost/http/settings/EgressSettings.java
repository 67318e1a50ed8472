package org.vexhost.http.settings;

import java.util.Optional;
import org.vexhost.http.exchange.HttpLimits;
import org.vexhost.http.exchange.ProxyAddress;

/**
 * The operator's settings for outbound HTTP, with the PID {@code org.vexhost.egress}.
 *
 * @param limits the limits of requests
 * @param proxy the proxy of all requests; empty if there is none
 * @param trustStore a file with additional certificate authorities, relative to the home; empty to
 *     trust only those of the JDK
 * @param trustStorePassword the password of a PKCS #12 file
 */
public record EgressSettings(
        HttpLimits limits,
        Optional<ProxyAddress> proxy,
        Optional<String> trustStore,
        String trustStorePassword) {

    /** The default settings. */
    public static final EgressSettings DEFAULT =
            new EgressSettings(HttpLimits.DEFAULT, Optional.empty(), Optional.empty(), "");

    /** Describes the settings without the password. */
    @Override
    public String toString() {
        return "EgressSettings[%s, %s, %s]".formatted(limits, proxy, trustStore);
    }
}

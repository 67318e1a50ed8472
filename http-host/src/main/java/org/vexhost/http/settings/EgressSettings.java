package org.vexhost.http.settings;

import java.util.Optional;
import org.vexhost.http.exchange.HttpLimits;
import org.vexhost.http.exchange.ProxyAddress;

/**
 * What an operator sets for outbound HTTP; PID {@code org.vexhost.egress}.
 *
 * @param limits what requests may use
 * @param proxy what they go through; empty for nothing
 * @param trustStore the file with more certificate authorities, relative to the home; empty for
 *     those of the JDK alone
 * @param trustStorePassword of a PKCS #12 file
 */
public record EgressSettings(
        HttpLimits limits,
        Optional<ProxyAddress> proxy,
        Optional<String> trustStore,
        String trustStorePassword) {

    /** What holds unless the operator says otherwise. */
    public static final EgressSettings DEFAULT =
            new EgressSettings(HttpLimits.DEFAULT, Optional.empty(), Optional.empty(), "");

    /** Without the password. */
    @Override
    public String toString() {
        return "EgressSettings[%s, %s, %s]".formatted(limits, proxy, trustStore);
    }
}

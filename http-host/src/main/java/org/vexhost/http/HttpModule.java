package org.vexhost.http;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.http.address.NameResolver;
import org.vexhost.http.calls.HttpFunctions;
import org.vexhost.http.calls.HttpSession;
import org.vexhost.http.exchange.HttpHost;
import org.vexhost.http.exchange.HttpLimits;
import org.vexhost.http.secret.Secrets;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.HostModule;

/** Outbound HTTP, to granted origins only. */
@Component(service = HostModule.class, property = "vexhost.host.module=" + HttpModule.NAME)
public final class HttpModule implements HostModule<HttpSession> {

    static final String NAME = "vex";

    private final HttpHost host;
    private final Secrets secrets;
    private final List<HostFunction<HttpSession>> functions = HttpFunctions.all();

    /**
     * With the names, the trust and the limits of this machine.
     *
     * @param secrets what requests may carry; not closed with this
     * @throws NoSuchAlgorithmException if the JDK has no TLS
     */
    @Activate
    public HttpModule(@Reference SecretsComponent secrets) throws NoSuchAlgorithmException {
        this(
                new HttpHost(HttpLimits.DEFAULT, NameResolver.SYSTEM, SSLContext.getDefault()),
                secrets.secrets());
    }

    /**
     * Over a host that is closed with this.
     *
     * @param secrets what requests may carry; not closed with this
     */
    public HttpModule(HttpHost host, Secrets secrets) {
        this.host = host;
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<HostFunction<HttpSession>> functions() {
        return functions;
    }

    @Override
    public HttpSession open(CallContext context) {
        return new HttpSession(host, secrets, context);
    }

    /** Ends all requests. */
    @Deactivate
    public void close() {
        host.close();
    }
}

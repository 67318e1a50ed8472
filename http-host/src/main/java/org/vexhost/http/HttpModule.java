package org.vexhost.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.admin.Measurement;
import org.vexhost.api.admin.Measurements;
import org.vexhost.http.address.NameResolver;
import org.vexhost.http.calls.HttpFunctions;
import org.vexhost.http.calls.HttpSession;
import org.vexhost.http.exchange.HttpHost;
import org.vexhost.http.secret.Secrets;
import org.vexhost.http.settings.EgressSettings;
import org.vexhost.http.settings.EgressSettingsReader;
import org.vexhost.http.settings.TrustStores;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.HostModule;

/**
 * The module of host functions for outbound HTTP to granted origins. The settings are read only
 * when the host starts, because replacing this module would end all calls.
 */
@Component(
        service = {HostModule.class, Measurements.class},
        configurationPid = "org.vexhost.egress",
        property = "vexhost.host.module=" + HttpModule.NAME)
public final class HttpModule implements HostModule<HttpSession>, Measurements {

    static final String NAME = "vex";

    private static final Logger LOG = LoggerFactory.getLogger(HttpModule.class);
    private static final String FILE = "org.vexhost.egress.cfg";

    private final HttpHost host;
    private final Secrets secrets;
    private final EgressSettings running;
    private final List<HostFunction<HttpSession>> functions = HttpFunctions.all();

    /**
     * Creates the module with the machine's name resolution and the operator's settings. If the
     * settings are unusable, every request is rejected. Otherwise, requests that must use a proxy
     * could bypass it.
     *
     * @param context the bundle's context
     * @param values the operator's settings
     * @param secrets the secrets for requests; this module does not close them
     */
    @Activate
    public HttpModule(
            BundleContext context,
            Map<String, Object> values,
            @Reference SecretsComponent secrets) {
        this(
                Path.of(String.valueOf(context.getProperty("vexhost.home"))),
                values,
                NameResolver.SYSTEM,
                secrets.secrets());
    }

    HttpModule(Path home, Map<String, Object> values, NameResolver resolver, Secrets secrets) {
        this.secrets = secrets;
        EgressSettings settings = EgressSettings.DEFAULT;
        Supplier<SSLContext> tls = HttpModule::systemTls;
        boolean usable = true;
        try {
            settings = read(values);
            if (settings.trustStore().isPresent()) {
                Path file = home.resolve(settings.trustStore().get());
                SSLContext own = TrustStores.with(file, settings.trustStorePassword());
                tls = () -> own;
            }
        } catch (IllegalArgumentException | IOException | GeneralSecurityException e) {
            LOG.error(
                    "{} cannot be used; no tool can send requests until the host is restarted with"
                            + " usable settings [{}]",
                    FILE,
                    e.toString());
            usable = false;
        }
        running = settings;
        host = new HttpHost(settings.limits(), resolver, tls, settings.proxy());
        if (!usable) {
            host.close();
        }
    }

    /**
     * Creates the module with the resources for its requests, which it closes when it is closed.
     *
     * @param host the shared resources of all requests
     * @param secrets the secrets for requests; this module does not close them
     */
    public HttpModule(HttpHost host, Secrets secrets) {
        this.host = host;
        this.secrets = secrets;
        this.running = EgressSettings.DEFAULT;
    }

    private static SSLContext systemTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("JDK has no TLS", e);
        }
    }

    HttpHost host() {
        return host;
    }

    private static EgressSettings read(Map<String, Object> values) {
        List<String> unknown = new ArrayList<>();
        try {
            return EgressSettingsReader.read(values, unknown);
        } finally {
            unknown.forEach(text -> LOG.warn("{}: {}", FILE, text));
        }
    }

    /** Logs that changed settings take effect at the next start of the host. */
    @Modified
    public void modified(Map<String, Object> values) {
        try {
            if (!read(values).equals(running)) {
                LOG.warn("{}: settings wait for the next start of the host", FILE);
            }
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "{}: these settings will be unusable at the next start of the host [{}]",
                    FILE,
                    e.getMessage());
        }
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

    @Override
    public List<Measurement> current() {
        return host.traffic().measurements();
    }

    /** Ends all requests. */
    @Deactivate
    public void close() {
        host.close();
    }
}

package org.vexhost.gateway.http.listener;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares Jetty for HTTP/2. Jetty finds its header encoders and its TLS negotiation (ALPN) through
 * {@link java.util.ServiceLoader}, which in OSGi needs a mediator bundle (<a
 * href="https://docs.osgi.org/specification/osgi.cmpn/8.0.0/service.loader.html">OSGi Compendium,
 * chapter 133</a>). The mediator reads and rewrites each class of Jetty that is loaded while it
 * runs. That takes more than half a second of a start, so the mediator is started only when a
 * listener asks for HTTP/2.
 */
final class Http2Support {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Support.class);
    private static final String JETTY = "org.apache.felix.http.jetty12";
    private static final String MEDIATOR = "org.apache.aries.spifly.dynamic.bundle";
    private static final String ENCODERS = "org.eclipse.jetty.http.PreEncodedHttpField";

    private final BundleContext context;
    private boolean hasEncoders;

    Http2Support(BundleContext context) {
        this.context = context;
    }

    /**
     * Lets Jetty find its header encoders without the mediator. Jetty looks for them once, when the
     * first listener opens; the encoder for HTTP/2 must be among them even if HTTP/2 is turned on
     * later.
     */
    void findEncoders() {
        if (hasEncoders) {
            return;
        }
        hasEncoders = true;
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            ClassLoader loader = bundle(JETTY).loadClass(ENCODERS).getClassLoader();
            thread.setContextClassLoader(loader);
            Class.forName(ENCODERS, true, loader);
        } catch (BundleException | ClassNotFoundException | LinkageError e) {
            LOG.warn("header encoders of HTTP/2 cannot be loaded [{}]", e.toString());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Starts the mediator, unless it runs. Jetty's class for the negotiation must not have been
     * loaded yet; only listeners with HTTP/2 load it.
     *
     * @throws BundleException if the mediator is missing or cannot be started
     */
    void startMediator() throws BundleException {
        bundle(MEDIATOR).start(Bundle.START_TRANSIENT);
    }

    private Bundle bundle(String name) throws BundleException {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new BundleException("bundle '%s' is not installed".formatted(name));
    }
}

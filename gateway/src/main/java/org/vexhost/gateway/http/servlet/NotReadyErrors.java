package org.vexhost.gateway.http.servlet;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.apache.felix.http.jetty.LoadBalancerCustomizerFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.vexhost.gateway.http.HttpResponse;

/**
 * Answers requests that arrive while a port is open, but the host's servlets are not reachable.
 * Felix HTTP opens a port before it adds servlets, and removes them before it closes the port.
 * Without this class, Jetty itself would answer 404.
 *
 * <p>Felix HTTP asks this service for a customizer when it starts a server. The server's first
 * request goes through the customizer before anything else, which is when the customizer sets the
 * server's error handler. The error handler stays until the server has ended.
 */
public final class NotReadyErrors implements LoadBalancerCustomizerFactory {

    private final BooleanSupplier isChanging;

    /**
     * Creates the service.
     *
     * @param isChanging whether servlets may be missing because the host or a listener starts or
     *     stops
     */
    public NotReadyErrors(BooleanSupplier isChanging) {
        this.isChanging = isChanging;
    }

    /** Creates a customizer for one server, which changes no request. */
    @Override
    public HttpConfiguration.Customizer createCustomizer() {
        return new Customizer(isChanging);
    }

    private static final class Customizer implements HttpConfiguration.Customizer {

        private final BooleanSupplier isChanging;
        private volatile boolean isSet;

        private Customizer(BooleanSupplier isChanging) {
            this.isChanging = isChanging;
        }

        @Override
        public Request customize(Request request, HttpFields.Mutable responseHeaders) {
            if (!isSet) {
                set(request.getConnectionMetaData().getConnector().getServer());
            }
            return request;
        }

        private synchronized void set(Server server) {
            if (!isSet) {
                server.setErrorHandler(new Handler(isChanging));
                isSet = true;
            }
        }
    }

    private static final class Handler extends ErrorHandler {

        private final BooleanSupplier isChanging;

        private Handler(BooleanSupplier isChanging) {
            this.isChanging = isChanging;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws Exception {
            if (!isNotReady(request, response.getStatus())) {
                return super.handle(request, response, callback);
            }
            HttpResponse answer = FrontServlet.notReady();
            response.setStatus(answer.status());
            GateFilter.HEADERS.forEach(response.getHeaders()::put);
            answer.headers().forEach(response.getHeaders()::put);
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
            return true;
        }

        /** Servlets of other bundles, which come after the gate, may themselves answer so. */
        private boolean isNotReady(Request request, int status) {
            return (status == HttpStatus.NOT_FOUND_404
                            || status == HttpStatus.SERVICE_UNAVAILABLE_503)
                    && (request.getAttribute(FrontServlet.ACCESS) == null
                            || isChanging.getAsBoolean());
        }
    }
}

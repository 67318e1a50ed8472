package org.vexhost.http.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.vexhost.http.message.Header;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.http.message.OutboundRequest;
import org.vexhost.http.redact.Redaction;

/**
 * Sends requests. Each request has a connection of its own, which is never reused, and connects
 * only to checked addresses. There are no cookies, redirects, retries or decompression. The sockets
 * are those of channels, so that an interrupt ends every wait. Thread-safe.
 */
final class Connector implements AutoCloseable {

    private static final int MAX_LINE = 8192;

    /**
     * The checked addresses of the request that the current thread sends. The HTTP client resolves
     * names on the same thread.
     */
    private static final ThreadLocal<InetAddress @Nullable []> PINNED = new ThreadLocal<>();

    private final CloseableHttpClient client;
    private final Duration connectTime;
    private final int maxHeaderBytes;

    Connector(SSLContext tls, HttpLimits limits, Optional<ProxyAddress> proxy) {
        this.connectTime = limits.connect();
        this.maxHeaderBytes = limits.headerBytes();
        var operator =
                new DefaultHttpClientConnectionOperator(
                        ignored -> SocketChannel.open().socket(),
                        null,
                        new Pinned(),
                        RegistryBuilder.<TlsSocketStrategy>create()
                                .register("https", new DefaultClientTlsStrategy(tls))
                                .build());
        var connections =
                new PoolingHttpClientConnectionManager(
                        operator,
                        null,
                        null,
                        null,
                        new SilentConnections(
                                Http1Config.custom()
                                        // The parser fails as soon as it has read this number of
                                        // fields.
                                        .setMaxHeaderCount(limits.headerFields() + 1)
                                        .setMaxLineLength(Math.min(MAX_LINE, limits.headerBytes()))
                                        .build()));
        connections.setMaxTotal(limits.atOnce());
        connections.setDefaultMaxPerRoute(limits.atOnce());
        connections.setDefaultConnectionConfig(
                ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(limits.connect()))
                        .setSocketTimeout(Timeout.of(limits.connect()))
                        .build());
        this.client =
                HttpClients.custom()
                        .setProxy(
                                proxy.map(each -> new HttpHost("http", each.host(), each.port()))
                                        .orElse(null))
                        .setConnectionManager(connections)
                        .setConnectionReuseStrategy((request, response, context) -> false)
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableContentCompression()
                        .disableConnectionState()
                        .disableDefaultUserAgent()
                        .build();
    }

    /** A resolver that returns the checked addresses for any name. */
    private static final class Pinned implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress @Nullable [] addresses = PINNED.get();
            if (addresses == null) {
                throw new UnknownHostException("no address was judged");
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** A request that can be cancelled from any thread at any time. */
    final class Attempt {

        private final OutboundRequest outbound;
        private final Redaction redaction;
        private final InetAddress[] addresses;
        private final HttpUriRequestBase request;

        private Attempt(
                OutboundRequest outbound,
                Redaction redaction,
                InetAddress[] addresses,
                Duration time) {
            this.outbound = outbound;
            this.redaction = redaction;
            this.addresses = addresses;
            this.request = request(outbound, time);
        }

        /**
         * Connects, sends, and waits for the response header.
         *
         * @throws InterruptedException if the thread was interrupted
         */
        OpenResponse execute() throws HttpException, InterruptedException {
            HttpHost target =
                    new HttpHost(
                            outbound.url().scheme(), outbound.url().host(), outbound.url().port());
            PINNED.set(addresses);
            HttpClientContext context = HttpClientContext.create();
            try {
                ClassicHttpResponse response = client.executeOpen(target, request, context);
                if (outbound.url().isSecure() && context.getSSLSession() == null) {
                    // This response is the proxy's own, unencrypted.
                    request.cancel();
                    throw new HttpException(
                            HttpError.CONNECT,
                            "host's proxy refused a connection [status %d]"
                                    .formatted(response.getCode()));
                }
                return OpenResponse.of(response, maxHeaderBytes, redaction, request::cancel);
            } catch (IOException e) {
                throw Failures.of(e, connectTime, redaction);
            } finally {
                PINNED.remove();
            }
        }

        void cancel() {
            request.cancel();
        }
    }

    /**
     * Prepares to send a request.
     *
     * @param request the request
     * @param redaction masks secrets in the response
     * @param addresses the checked addresses, one of which is connected
     * @param time the maximum time between two bytes of the response
     */
    Attempt attempt(
            OutboundRequest request, Redaction redaction, InetAddress[] addresses, Duration time) {
        return new Attempt(request, redaction, addresses, time);
    }

    private static HttpUriRequestBase request(OutboundRequest outbound, Duration time) {
        HttpUriRequestBase request =
                new HttpUriRequestBase(
                        outbound.method(),
                        URI.create(outbound.url().origin() + outbound.url().target()));
        boolean named = false;
        for (Header header : outbound.headers()) {
            request.addHeader(header.name(), header.value());
            named |= header.name().equalsIgnoreCase("user-agent");
        }
        if (!named) {
            request.addHeader("User-Agent", "vexhost");
        }
        request.addHeader("Connection", "close");
        if (outbound.body().length > 0) {
            request.setEntity(new ByteArrayEntity(outbound.body(), null));
        }
        Timeout timeout = Timeout.ofMilliseconds(Math.max(1, time.toMillis()));
        request.setConfig(
                RequestConfig.custom()
                        .setResponseTimeout(timeout)
                        .setConnectionRequestTimeout(timeout)
                        .build());
        return request;
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    /** Returns the body of a response; empty if it has none. */
    static InputStream body(ClassicHttpResponse response) throws IOException {
        return response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
    }
}

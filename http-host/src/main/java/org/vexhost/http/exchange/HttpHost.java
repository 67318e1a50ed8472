package org.vexhost.http.exchange;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.vexhost.http.address.LookUps;
import org.vexhost.http.address.NameResolver;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.http.message.OutboundRequest;
import org.vexhost.http.secret.RequestSecrets;
import org.vexhost.sandbox.spi.CallContext;

/** What requests of all calls share: threads, limits, look-ups. Thread-safe. */
public final class HttpHost implements AutoCloseable {

    /** What a response needs for its connection, buffers and thread, in bytes. */
    private static final int RESPONSE_BYTES = 64 << 10;

    private final HttpLimits limits;
    private final InFlight inFlight;
    private final LookUps lookUps;
    private final PinnedAddresses addresses;
    private final Connector connector;
    private final ExecutorService threads;
    private final Watch watch = new Watch();
    private final Traffic traffic = new Traffic();
    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();

    /**
     * Sends nothing yet.
     *
     * @param resolver who knows the addresses of names
     * @param tls who is trusted
     */
    public HttpHost(HttpLimits limits, NameResolver resolver, SSLContext tls) {
        this(limits, resolver, tls, Optional.empty());
    }

    /**
     * Sends nothing yet.
     *
     * @param resolver who knows the addresses of names
     * @param tls who is trusted
     * @param proxy what all requests go through; it resolves the names of their origins
     */
    public HttpHost(
            HttpLimits limits,
            NameResolver resolver,
            SSLContext tls,
            Optional<ProxyAddress> proxy) {
        this.limits = limits;
        this.inFlight = new InFlight(limits);
        this.lookUps = new LookUps(resolver);
        this.addresses = new PinnedAddresses(lookUps, proxy);
        this.connector = new Connector(tls, limits, proxy);
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        2 * limits.atOnce(), // one that has ended may not be back yet
                        10,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        job -> {
                            Thread thread = new Thread(job, "http-request");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** What requests may use. */
    public HttpLimits limits() {
        return limits;
    }

    /**
     * Begins a request that is granted.
     *
     * @param secrets what it carries, and what is kept out of its response
     * @param held what the request holds already; closed with the exchange
     * @param deadline on the clock of {@link System#nanoTime}
     * @throws HttpException with LIMIT if there are too many at once
     */
    public Exchange begin(
            CallContext context,
            OutboundRequest request,
            RequestSecrets secrets,
            HeldMemory held,
            long deadline)
            throws HttpException {
        if (threads.isShutdown()) {
            throw new HttpException(HttpError.CONNECT, "outbound HTTP is off on this host");
        }
        held.take(RESPONSE_BYTES + 2L * limits.headerBytes());
        inFlight.enter(context.tool());
        Exchange exchange = new Exchange(this, context, request, secrets, held, deadline);
        open.add(exchange);
        try {
            threads.execute(exchange::run);
            watch.add(exchange);
            return exchange;
        } catch (RuntimeException | OutOfMemoryError e) {
            exchange.close();
            throw new HttpException(HttpError.LIMIT, "host has no thread for a request", e);
        }
    }

    /** An exchange needs its place no longer; may be said more than once. */
    void ended(Exchange exchange, Exchange.Ending ending) {
        if (open.remove(exchange)) {
            inFlight.leave(exchange.tool());
            exchange.count(traffic, ending);
        }
    }

    /** What requests that have ended came to. */
    public Traffic traffic() {
        return traffic;
    }

    /** How many requests are open now. */
    public int open() {
        return inFlight.count();
    }

    /** How many look-ups run now, those that nobody waits for included. */
    public int lookUps() {
        return lookUps.running();
    }

    PinnedAddresses addresses() {
        return addresses;
    }

    Connector connector() {
        return connector;
    }

    @Override
    public void close() {
        open.forEach(Exchange::close);
        watch.close();
        threads.shutdownNow();
        lookUps.close();
        connector.close();
    }
}

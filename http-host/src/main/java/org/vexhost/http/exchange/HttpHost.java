package org.vexhost.http.exchange;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.vexhost.http.address.LookUps;
import org.vexhost.http.address.NameResolver;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.http.message.OutboundRequest;
import org.vexhost.http.secret.RequestSecrets;
import org.vexhost.sandbox.spi.CallContext;

/** The resources that all requests share: threads, limits and name look-ups. Thread-safe. */
public final class HttpHost implements AutoCloseable {

    /** The memory that a request needs for its connection, buffers and thread, in bytes. */
    private static final int RESPONSE_BYTES = 64 << 10;

    private final HttpLimits limits;
    private final InFlight inFlight;
    private final LookUps lookUps;
    private final PinnedAddresses addresses;
    private final LazyConnector connector;
    private final ExecutorService threads;
    private final Watch watch = new Watch();
    private final Traffic traffic = new Traffic();
    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();

    /**
     * Creates a host without requests.
     *
     * @param limits the limits of requests
     * @param resolver the resolver for names
     * @param tls the trusted certificates
     */
    public HttpHost(HttpLimits limits, NameResolver resolver, SSLContext tls) {
        this(limits, resolver, () -> tls, Optional.empty());
    }

    /**
     * Creates a host without requests.
     *
     * @param limits the limits of requests
     * @param resolver the resolver for names
     * @param tls returns the trusted certificates; called at most once, for the first request
     * @param proxy the proxy of all requests, which resolves the names of their origins
     */
    public HttpHost(
            HttpLimits limits,
            NameResolver resolver,
            Supplier<SSLContext> tls,
            Optional<ProxyAddress> proxy) {
        this.limits = limits;
        this.inFlight = new InFlight(limits);
        this.lookUps = new LookUps(resolver);
        this.addresses = new PinnedAddresses(lookUps, proxy);
        this.connector = new LazyConnector(() -> new Connector(tls.get(), limits, proxy));
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        2 * limits.atOnce(), // A thread may not be idle yet after its request.
                        10,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        job -> {
                            Thread thread = new Thread(job, "http-request");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Returns the limits of requests. */
    public HttpLimits limits() {
        return limits;
    }

    /**
     * Starts a granted request.
     *
     * @param context the call
     * @param request the request
     * @param secrets the secrets in the request and in its response
     * @param held the account of the memory that the request holds; closed with the exchange
     * @param deadline the deadline on the clock of {@link System#nanoTime}
     * @throws HttpException with LIMIT if too many requests are open, or the call's memory is used
     *     up
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
        boolean counted = false;
        try {
            Exchange exchange = new Exchange(this, context, request, secrets, held, deadline);
            open.add(exchange);
            counted = true;
            return started(exchange);
        } finally {
            if (!counted) {
                inFlight.leave(context.tool());
            }
        }
    }

    /** Starts an exchange that counts as open. If that fails, the exchange is closed. */
    private Exchange started(Exchange exchange) throws HttpException {
        boolean started = false;
        try {
            threads.execute(exchange::run);
            watch.add(exchange);
            started = true;
            return exchange;
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new HttpException(HttpError.LIMIT, "host has no thread for a request", e);
        } finally {
            if (!started) {
                exchange.close();
            }
        }
    }

    /**
     * Stops counting an exchange as open, and counts its outcome. Repeated calls have no effect.
     */
    void ended(Exchange exchange, Exchange.Ending ending) {
        if (open.remove(exchange)) {
            inFlight.leave(exchange.tool());
            exchange.count(traffic, ending);
        }
    }

    /** Returns the counts of ended requests. */
    public Traffic traffic() {
        return traffic;
    }

    /** Returns the number of open requests. */
    public int open() {
        return inFlight.count();
    }

    /** Returns the number of running look-ups, including abandoned ones. */
    public int lookUps() {
        return lookUps.running();
    }

    PinnedAddresses addresses() {
        return addresses;
    }

    Connector connector() throws HttpException {
        return connector.get();
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

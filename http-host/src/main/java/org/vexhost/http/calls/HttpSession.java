package org.vexhost.http.calls;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Capability;
import org.vexhost.api.MessageText;
import org.vexhost.http.exchange.Exchange;
import org.vexhost.http.exchange.HeldMemory;
import org.vexhost.http.exchange.HttpHost;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.http.message.OutboundRequest;
import org.vexhost.http.secret.CallSecrets;
import org.vexhost.http.secret.RequestSecrets;
import org.vexhost.http.secret.Secrets;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.Denial;
import org.vexhost.sandbox.spi.HostSession;

/** The state of {@code vex.http_*} in one call: its requests, by handle. Used by one thread. */
public final class HttpSession implements HostSession {

    private static final int MAX_SUBJECT_LENGTH = 200;

    private final HttpHost host;
    private final CallContext context;
    private final CallSecrets secrets;
    private final Map<Integer, Exchange> exchanges = new HashMap<>();
    private final Map<Integer, String> problems = new HashMap<>();
    private int begun;

    /** Creates the session of a call. */
    public HttpSession(HttpHost host, Secrets secrets, CallContext context) {
        this.host = host;
        this.context = context;
        this.secrets = new CallSecrets(context, secrets);
    }

    CallContext context() {
        return context;
    }

    CallSecrets secrets() {
        return secrets;
    }

    HttpHost host() {
        return host;
    }

    /**
     * Starts a request.
     *
     * @param request the request
     * @param held the account of the memory that the request holds; the request takes ownership
     * @param time the time limit for the whole request; empty for the rest of the call
     * @return the handle of the request, 1 or more
     * @throws HttpException if the request is not granted, or there are too many requests
     */
    int begin(OutboundRequest request, HeldMemory held, Optional<Duration> time)
            throws HttpException {
        String origin = request.url().origin();
        if (!context.grants().coversRequest(origin, request.method())) {
            String subject = MessageText.escape(origin, MAX_SUBJECT_LENGTH);
            String missing =
                    context.grants().coversOrigin(origin)
                            ? subject + "=" + request.method()
                            : subject;
            context.denied(new Denial(context.tool(), "http_start", Capability.NETWORK, missing));
            throw new HttpException(
                    HttpError.DENIED,
                    "%s requests to '%s' are not granted".formatted(request.method(), subject));
        }
        RequestSecrets carried = secrets.of(request);
        if (begun >= host.limits().requestsOfCall()) {
            throw new HttpException(
                    HttpError.LIMIT,
                    "call exceeded its limit of %d requests"
                            .formatted(host.limits().requestsOfCall()));
        }
        if (exchanges.size() >= host.limits().atOnceOfCall()) {
            throw new HttpException(
                    HttpError.LIMIT,
                    "call has %d requests open, which is its limit; close some with http_close"
                            .formatted(exchanges.size()));
        }
        Duration left = context.deadline().remaining();
        Duration most = time.filter(given -> given.compareTo(left) < 0).orElse(left);
        Exchange exchange =
                host.begin(context, request, carried, held, System.nanoTime() + most.toNanos());
        boolean kept = false;
        try {
            exchanges.put(begun + 1, exchange);
            kept = true;
        } finally {
            if (!kept) {
                exchange.close();
            }
        }
        begun++;
        return begun;
    }

    /**
     * Returns an open request.
     *
     * @throws HttpException if there is no request with this handle
     */
    Exchange require(int handle) throws HttpException {
        @Nullable Exchange exchange = exchanges.get(handle);
        if (exchange == null) {
            throw new HttpException(
                    HttpError.HANDLE, "there is no request with handle %d".formatted(handle));
        }
        return exchange;
    }

    /** Ends a request. Its handle is not used again. */
    void end(int handle) throws HttpException {
        require(handle).close();
        exchanges.remove(handle);
        problems.remove(handle);
    }

    /**
     * Records the failure of a request, and returns the code of the failure. Handle 0 is for
     * requests that could not be started.
     */
    long failed(int handle, HttpException failure) {
        int place = exchanges.containsKey(handle) ? handle : 0;
        problems.put(place, failure.text());
        return failure.error().code();
    }

    /**
     * Returns the text of the latest failure for a handle, in UTF-8; empty if there was no failure.
     */
    byte[] problem(int handle) {
        return problems.getOrDefault(handle, "").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        exchanges.values().forEach(Exchange::close);
        exchanges.clear();
    }
}

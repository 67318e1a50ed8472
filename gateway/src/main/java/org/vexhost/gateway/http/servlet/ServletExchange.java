package org.vexhost.gateway.http.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;
import org.vexhost.gateway.http.gate.RequestTarget;
import org.vexhost.gateway.time.Ticker;

/**
 * An exchange over a servlet's request. A response that the route gives while it runs is kept, and
 * is written when the route returns. After that the request is asynchronous, and the responding
 * thread writes.
 *
 * <p>This class is long because reading, responding and streaming share the state of one exchange.
 */
final class ServletExchange implements HttpExchange {

    private static final Logger LOG = LoggerFactory.getLogger(ServletExchange.class);

    private static final String STREAM_TYPE = "text/event-stream";

    /**
     * The largest response body that fits into the container's buffer. The container writes such a
     * body without blocking.
     */
    private static final int MAX_BUFFERED = 16 * 1024;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final RequestTarget target;
    private final CallerAccess access;
    private final String address;
    private final FrontSettings front;
    private byte[] body = new byte[0];
    private Runnable release = () -> {};
    private final AtomicLong answerBytes = new AtomicLong();

    /** Guarded by this, like all fields below. */
    private @Nullable AsyncContext async;

    private @Nullable HttpResponse kept;
    private boolean isHandling;
    private boolean isAnswered;

    /** The parts of a {@link FrontServlet.Front} that its exchanges use. */
    record FrontSettings(
            Ticker ticker,
            StreamLimits streams,
            BodyBudget budget,
            int maxStreamsPerCaller,
            int maxStreams,
            boolean isBehindTlsProxy) {}

    ServletExchange(
            HttpServletRequest request,
            HttpServletResponse response,
            RequestTarget target,
            CallerAccess access,
            String address,
            FrontSettings front) {
        this.request = request;
        this.response = response;
        this.target = target;
        this.access = access;
        this.address = address;
        this.front = front;
    }

    /** Sets the body, and the action that releases its memory once the response is written. */
    void body(byte[] bytes, Runnable whenDone) {
        body = bytes;
        release = whenDone;
    }

    /** Makes the request asynchronous, before its body has arrived. */
    synchronized AsyncContext startAsync() {
        AsyncContext started = async;
        if (started == null) {
            started = request.startAsync(request, response);
            started.setTimeout(0);
            async = started;
        }
        return started;
    }

    /** Runs a route. */
    void handle(HttpRoute route) {
        synchronized (this) {
            isHandling = true;
        }
        try {
            route.handle(this);
        } catch (RuntimeException | Error e) {
            LOG.error("route '{}' failed", route.path(), e);
            fail();
        }
        HttpResponse now;
        synchronized (this) {
            isHandling = false;
            now = kept;
            kept = null;
            if (now == null && async == null) {
                AsyncContext ignored = startAsync();
            }
        }
        if (now != null) {
            write(now);
        }
    }

    private void fail() {
        HttpResponse failure =
                ProblemDetails.of(500, "HOST_FAILURE", "the host failed; its log says why");
        synchronized (this) {
            if (isAnswered) {
                return;
            }
            isAnswered = true;
            kept = failure;
        }
    }

    @Override
    public String method() {
        return isHead() ? "GET" : request.getMethod();
    }

    /**
     * Whether the request is a HEAD, which is handled like GET. The container omits the body of the
     * response.
     */
    private boolean isHead() {
        return request.getMethod().equals("HEAD");
    }

    @Override
    public String path() {
        return target.path();
    }

    @Override
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(target.parameters().get(name));
    }

    @Override
    public List<String> headers(String name) {
        Enumeration<String> values = request.getHeaders(name);
        return values == null ? List.of() : Collections.list(values);
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public boolean isSecure() {
        return request.isSecure() || front.isBehindTlsProxy();
    }

    @Override
    public CallerAccess access() {
        return access;
    }

    @Override
    public void respond(HttpResponse answer) {
        synchronized (this) {
            answered();
            if (isHandling) {
                kept = answer;
                return;
            }
        }
        write(answer);
    }

    @Override
    public Optional<EventStream> startStream(Map<String, String> headers) {
        if (isHead()) {
            HttpResponse answer = HttpResponse.empty(200).with("Content-Type", STREAM_TYPE);
            for (Map.Entry<String, String> header : headers.entrySet()) {
                answer = answer.with(header.getKey(), header.getValue());
            }
            respond(answer);
            return Optional.empty();
        }
        if (!front.streams()
                .open(access.caller(), front.maxStreamsPerCaller(), front.maxStreams())) {
            respond(
                    ProblemDetails.of(
                                    429, "TOO_MANY_STREAMS", "the caller has too many streams open")
                            .with("Retry-After", "5"));
            return Optional.empty();
        }
        try {
            return Optional.of(stream(headers));
        } catch (IOException | RuntimeException e) {
            front.streams().close(access.caller());
            throw new IllegalStateException("stream cannot be started", e);
        }
    }

    private ServletStream stream(Map<String, String> headers) throws IOException {
        ServletStream stream;
        ServletOutputStream out;
        synchronized (this) {
            answered();
            AsyncContext started = startAsync();
            response.setStatus(200);
            response.setContentType(STREAM_TYPE);
            response.setHeader("X-Accel-Buffering", "no");
            headers.forEach(response::setHeader);
            out = response.getOutputStream();
            stream = new ServletStream(started, out);
        }
        front.ticker().add(stream);
        CallerAccess.Registration registration = access.onEnd(stream::close);
        stream.onClosed(
                () -> {
                    front.ticker().remove(stream);
                    front.streams().close(access.caller());
                    registration.close();
                    release.run();
                });
        out.setWriteListener(stream);
        return stream;
    }

    private void answered() {
        if (isAnswered) {
            throw new IllegalStateException("request is answered already");
        }
        isAnswered = true;
    }

    private void write(HttpResponse answer) {
        try {
            response.setStatus(answer.status());
            answer.headers().forEach(response::setHeader);
            if (answer.body().length <= MAX_BUFFERED) {
                if (answer.body().length > 0) {
                    response.getOutputStream().write(answer.body());
                }
                complete();
            } else {
                writeLarge(answer.body());
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("a client is gone [{}]", e.toString());
            complete();
        }
    }

    private void writeLarge(byte[] bytes) throws IOException {
        AsyncContext ignored = startAsync();
        front.budget().add(bytes.length);
        answerBytes.set(bytes.length);
        response.setContentLength(bytes.length);
        ServletOutputStream out = response.getOutputStream();
        out.setWriteListener(
                new WriteListener() {
                    private boolean isWritten;

                    @Override
                    public void onWritePossible() throws IOException {
                        while (out.isReady()) {
                            if (isWritten) {
                                complete();
                                return;
                            }
                            isWritten = true;
                            out.write(bytes);
                        }
                    }

                    @Override
                    public void onError(Throwable error) {
                        LOG.debug("a client is gone [{}]", error.toString());
                        complete();
                    }
                });
    }

    private void complete() {
        release.run();
        front.budget().give(answerBytes.getAndSet(0));
        AsyncContext started;
        synchronized (this) {
            started = async;
        }
        if (started != null) {
            try {
                started.complete();
            } catch (IllegalStateException e) {
                LOG.debug("the container ended the request before [{}]", e.toString());
            }
        }
    }
}

package org.vexhost.http.calls;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vexhost.api.Capability;
import org.vexhost.http.exchange.Exchange;
import org.vexhost.http.exchange.HeldMemory;
import org.vexhost.http.exchange.HttpLimits;
import org.vexhost.http.message.HeaderReader;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.http.message.OutboundRequest;
import org.vexhost.http.message.RequestUrl;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.sandbox.spi.NumberType;

/**
 * The functions {@code vex.http_*}. A function that fails returns a negative number (see {@link
 * HttpError}), and {@code http_error} then returns the text of the failure. A range outside of the
 * guest's memory causes a trap.
 */
public final class HttpFunctions {

    /** The value of {@code timeout_ms} that means the rest of the call. */
    private static final long NO_TIME_LIMIT = 0xFFFF_FFFFL;

    /** The fuel for a request without encryption, and for a request with encryption. */
    private static final int REQUEST = 300;

    private static final int SECURE_REQUEST = 3000;

    /** The fuel for each call of another function. */
    private static final int CALL = 10;

    /** The number of copied bytes that cost a unit of fuel. */
    private static final int COPIED_BYTES = 64;

    /** The number of bytes that cost a unit of fuel if the response is searched for secrets. */
    private static final int SEARCHED_BYTES = 8;

    private static final int MAX_READ = 64 << 10;
    private static final int MAX_METHOD = 16;

    private HttpFunctions() {}

    /** An operation on a request. */
    @FunctionalInterface
    private interface Action {
        long apply() throws HttpException, InterruptedException;
    }

    /** Returns all functions. */
    public static List<HostFunction<HttpSession>> all() {
        return List.of(
                function("http_start", 9, HttpFunctions::start),
                function("http_wait", 2, HttpFunctions::await),
                function("http_header", 3, HttpFunctions::header),
                function("http_read", 3, HttpFunctions::read),
                function("http_error", 3, HttpFunctions::error),
                function("http_close", 1, HttpFunctions::close),
                SecretFunction.INSTANCE);
    }

    private static HostFunction<HttpSession> function(
            String name, int parameters, HostFunction.Body<HttpSession> body) {
        return new HostFunction<>(
                name,
                Stream.generate(() -> NumberType.I32).limit(parameters).toList(),
                Optional.of(NumberType.I32),
                Optional.of(Capability.NETWORK),
                body);
    }

    /**
     * {@code http_start(method, method_len, url, url_len, header, header_len, body, body_len,
     * timeout_ms)}: starts a request and returns its handle immediately.
     */
    private static long start(HttpSession session, GuestMemory memory, long[] arguments)
            throws InterruptedException {
        return guarded(session, 0, () -> begin(session, memory, arguments));
    }

    private static int begin(HttpSession session, GuestMemory memory, long[] arguments)
            throws HttpException {
        HeldMemory held = new HeldMemory(session.context());
        boolean begun = false;
        try {
            OutboundRequest request = request(session, memory, arguments, held);
            session.context().useFuel(request.url().isSecure() ? SECURE_REQUEST : REQUEST);
            int handle = session.begin(request, held, time(arguments[8]));
            begun = true;
            return handle;
        } finally {
            if (!begun) {
                held.close();
            }
        }
    }

    private static OutboundRequest request(
            HttpSession session, GuestMemory memory, long[] arguments, HeldMemory held)
            throws HttpException {
        HttpLimits limits = session.host().limits();
        String method = text(session, memory, held, arguments, 0, "method", MAX_METHOD);
        String url = text(session, memory, held, arguments, 2, "URL", RequestUrl.MAX_LENGTH);
        String header = text(session, memory, held, arguments, 4, "header", limits.headerBytes());
        byte[] body = bytes(session, memory, held, arguments, 6, "body", limits.requestBytes());
        return new OutboundRequest(
                OutboundRequest.requireMethod(method),
                RequestUrl.parse(url),
                HeaderReader.read(header, limits.headerBytes(), limits.headerFields()),
                body);
    }

    /**
     * Reads a text, and converts each byte to one character. The parsers of the text reject
     * characters that are not ASCII.
     */
    private static String text(
            HttpSession session,
            GuestMemory memory,
            HeldMemory held,
            long[] arguments,
            int at,
            String what,
            int maxBytes)
            throws HttpException {
        return new String(
                bytes(session, memory, held, arguments, at, what, maxBytes),
                StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(
            HttpSession session,
            GuestMemory memory,
            HeldMemory held,
            long[] arguments,
            int at,
            String what,
            int maxBytes)
            throws HttpException {
        long start = address(arguments[at]);
        long length = address(arguments[at + 1]);
        memory.check(start, length);
        if (length > maxBytes) {
            throw new HttpException(
                    HttpError.INVALID,
                    "%s exceeds %d bytes [%d]".formatted(what, maxBytes, length));
        }
        session.context().useFuel(length / COPIED_BYTES);
        held.take(length);
        byte[] copy = new byte[(int) length];
        memory.read(start, copy, 0, copy.length);
        return copy;
    }

    private static Optional<Duration> time(long argument) {
        long millis = address(argument);
        return millis == NO_TIME_LIMIT ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    /**
     * {@code http_wait(handle, timeout_ms)}: waits for the response header, and returns the status
     * of the response, or 0 if the header has not arrived in time.
     */
    private static long await(HttpSession session, GuestMemory memory, long[] arguments)
            throws InterruptedException {
        int handle = (int) arguments[0];
        session.context().useFuel(CALL);
        return guarded(
                session,
                handle,
                () -> {
                    Exchange exchange = session.require(handle);
                    long nanos = time(arguments[1]).map(Duration::toNanos).orElse(Exchange.FOREVER);
                    return await(session, exchange, nanos);
                });
    }

    private static long await(HttpSession session, Exchange exchange, long nanos)
            throws HttpException, InterruptedException {
        int known = exchange.await(0);
        return known != 0 || nanos == 0
                ? known
                : session.context().awaitOutside(() -> exchange.await(nanos));
    }

    /**
     * {@code http_header(handle, buffer, length)}: copies the response header as {@code name:
     * value} lines if it fits into the buffer. Returns the size of the header.
     */
    private static long header(HttpSession session, GuestMemory memory, long[] arguments)
            throws InterruptedException {
        int handle = (int) arguments[0];
        return guarded(
                session,
                handle,
                () -> {
                    byte[] header =
                            session.require(handle)
                                    .header()
                                    .orElseThrow(
                                            () ->
                                                    new HttpException(
                                                            HttpError.NOT_READY,
                                                            "response is not there yet"));
                    return copy(session, memory, arguments, header);
                });
    }

    /**
     * {@code http_read(handle, buffer, length)}: reads from the body. Returns the number of bytes,
     * at least 1, or 0 at the end of the body.
     */
    private static long read(HttpSession session, GuestMemory memory, long[] arguments)
            throws InterruptedException {
        int handle = (int) arguments[0];
        long start = address(arguments[1]);
        long length = address(arguments[2]);
        memory.check(start, length);
        session.context().useFuel(CALL);
        return guarded(
                session,
                handle,
                () -> {
                    Exchange exchange = session.require(handle);
                    if (length == 0) {
                        throw new HttpException(HttpError.INVALID, "buffer has no bytes");
                    }
                    byte[] part = new byte[(int) Math.min(length, MAX_READ)];
                    int count = read(session, exchange, part);
                    if (count < 0) {
                        return 0;
                    }
                    session.context()
                            .useFuel(
                                    count / (exchange.isGuarded() ? SEARCHED_BYTES : COPIED_BYTES));
                    memory.write(start, part, 0, count);
                    return count;
                });
    }

    private static int read(HttpSession session, Exchange exchange, byte[] part)
            throws HttpException, InterruptedException {
        return exchange.isReadable()
                ? exchange.read(part, part.length)
                : session.context().awaitOutside(() -> exchange.read(part, part.length));
    }

    /**
     * {@code http_error(handle, buffer, length)}: copies the text of a request's latest failure, in
     * UTF-8, if it fits into the buffer. Returns the size of the text. Handle 0 is for requests
     * that could not be started.
     */
    private static long error(HttpSession session, GuestMemory memory, long[] arguments) {
        return copy(session, memory, arguments, session.problem((int) arguments[0]));
    }

    /** {@code http_close(handle)}: ends a request in any phase. Returns 0. */
    private static long close(HttpSession session, GuestMemory memory, long[] arguments)
            throws InterruptedException {
        int handle = (int) arguments[0];
        session.context().useFuel(CALL);
        return guarded(
                session,
                0,
                () -> {
                    session.end(handle);
                    return 0;
                });
    }

    private static long copy(
            HttpSession session, GuestMemory memory, long[] arguments, byte[] bytes) {
        long start = address(arguments[1]);
        long length = address(arguments[2]);
        memory.check(start, length);
        session.context().useFuel(CALL + bytes.length / COPIED_BYTES);
        if (bytes.length <= length) {
            memory.write(start, bytes, 0, bytes.length);
        }
        return bytes.length;
    }

    private static long guarded(HttpSession session, int handle, Action action)
            throws InterruptedException {
        try {
            return action.apply();
        } catch (HttpException e) {
            return session.failed(handle, e);
        }
    }
}

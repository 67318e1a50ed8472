package org.vexhost.http.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.http.message.OutboundRequest;
import org.vexhost.http.secret.RequestSecrets;
import org.vexhost.sandbox.spi.CallContext;

/**
 * One request and its response. A thread of the host sends the request and receives the response
 * header. The guest's own thread waits for the header, and then reads the body. The request ends in
 * any phase when its deadline passes or its grant is revoked.
 *
 * <p>This class is long because one lock guards all phases of a request.
 */
public final class Exchange implements AutoCloseable {

    /** A wait in nanoseconds that is longer than any request. It ends when the request ends. */
    public static final long FOREVER = Long.MAX_VALUE / 2;

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final HttpHost host;
    private final CallContext context;
    private final OutboundRequest request;
    private final RequestSecrets secrets;
    private final HeldMemory held;
    private final long deadline;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Connector.@Nullable Attempt attempt;
    private @Nullable Thread worker;
    private @Nullable OpenResponse response;
    private @Nullable HttpException failure;
    private boolean closed;
    private final AtomicLong received = new AtomicLong();
    private final String grantedOrigin;
    private final long begun = System.nanoTime();

    /** Creates an exchange; {@link #run} starts it. */
    Exchange(
            HttpHost host,
            CallContext context,
            OutboundRequest request,
            RequestSecrets secrets,
            HeldMemory held,
            long deadline) {
        this.host = host;
        this.context = context;
        this.request = request;
        this.secrets = secrets;
        this.held = held;
        this.deadline = deadline;
        this.grantedOrigin =
                Traffic.grantedOrigin(context.grants(), request.url().origin(), request.method());
    }

    /**
     * Sends the request and waits for the header, on the calling thread. Never throws an exception.
     */
    void run() {
        if (!enterThread()) {
            return;
        }
        try {
            Duration remaining = remaining();
            InetAddress[] addresses = host.addresses().of(context, request.url(), remaining);
            // This must be the last step, after all other checks.
            RequestSecrets.Filled filled =
                    secrets.fill(request, remaining(), host.limits().headerBytes());
            held.take(filled.redaction().sizeBytes());
            Connector.Attempt sending =
                    host.connector()
                            .attempt(filled.request(), filled.redaction(), addresses, remaining());
            if (publish(sending)) {
                deliver(sending.execute());
            }
        } catch (HttpException e) {
            fail(e);
        } catch (InterruptedException e) {
            fail(new HttpException(HttpError.CONNECT, "request was ended", e));
        } catch (RuntimeException e) {
            // A resource that is closed while in use, for example because the host stops, may throw
            // any exception.
            if (!isClosed()) {
                failedInHost(e);
            }
        } catch (Error e) {
            failedInHost(e);
        } finally {
            leaveThread();
        }
    }

    private void failedInHost(Throwable e) {
        LOG.error(
                "request of tool '{}' failed because of an error in the host",
                context.tool(),
                Failures.withoutText(e));
        fail(new HttpException(HttpError.CONNECT, "host failed"));
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean enterThread() {
        lock.lock();
        try {
            if (failure != null || closed) {
                return false;
            }
            worker = Thread.currentThread();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void leaveThread() {
        lock.lock();
        try {
            worker = null;
            // An interrupt may have arrived after the end of the operation for which it was meant.
            Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }

    private boolean publish(Connector.Attempt sending) {
        lock.lock();
        try {
            attempt = sending;
            return failure == null && !closed;
        } finally {
            lock.unlock();
        }
    }

    private void deliver(OpenResponse answer) {
        HttpLimits limits = host.limits();
        lock.lock();
        try {
            if (failure != null || closed) {
                answer.close();
            } else if (answer.length() > limits.responseBytes()
                    && !request.method().equals("HEAD")) {
                answer.close();
                fail(tooLarge(limits.responseBytes()));
            } else {
                response = answer;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static HttpException tooLarge(int limit) {
        return new HttpException(
                HttpError.TOO_LARGE, "body of the response exceeds %d bytes".formatted(limit));
    }

    private void fail(HttpException why) {
        // The request is no longer counted before its failure is visible. Otherwise, a caller that
        // then starts another request could exceed the limit.
        host.ended(this, Ending.FAILED);
        lock.lock();
        try {
            if (failure == null && !closed) {
                failure = why;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the request with a failure. Any thread may call this method. */
    void abort(HttpException why) {
        fail(why);
        release();
    }

    /**
     * Ends the request if its deadline has passed or its grant was revoked. Returns whether the
     * request must still be watched.
     */
    boolean tick(long now) {
        lock.lock();
        try {
            if (failure != null || closed) {
                return false;
            }
        } finally {
            lock.unlock();
        }
        if (now - deadline >= 0) {
            abort(new HttpException(HttpError.TIMEOUT, "request's time is over"));
        } else if (!context.grants().coversRequest(request.url().origin(), request.method())) {
            abort(
                    new HttpException(
                            HttpError.DENIED,
                            "grant of '%s' was revoked".formatted(request.url().origin())));
        } else if (!secrets.isGranted()) {
            abort(new HttpException(HttpError.DENIED, "grant of a secret was revoked"));
        } else {
            return true;
        }
        return false;
    }

    /** Returns whether the response is searched for secrets. */
    public boolean isGuarded() {
        return secrets.isGuarded();
    }

    /**
     * Waits for the header of the response.
     *
     * @param nanos the maximum time to wait, in nanoseconds; 0 to check without waiting
     * @return the status; 0 if the header has not arrived
     * @throws HttpException if the request failed
     * @throws InterruptedException if the call should end
     */
    public int await(long nanos) throws HttpException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (response == null && failure == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (failure != null) {
                throw failure;
            }
            return response == null ? 0 : response.status();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the header of the response as {@code name: value} lines; empty if it has not arrived.
     */
    public Optional<byte[]> header() throws HttpException {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            return Optional.ofNullable(response).map(OpenResponse::header);
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether {@link #read} can return without waiting for the server. */
    public boolean isReadable() {
        lock.lock();
        try {
            return failure != null || response == null || response.hasBuffered();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads from the body.
     *
     * @param target receives the bytes
     * @param length the maximum number of bytes to read
     * @return the number of bytes, at least 1; -1 at the end
     * @throws HttpException if the request failed, or the response has not arrived
     * @throws InterruptedException if the call should end
     */
    public int read(byte[] target, int length) throws HttpException, InterruptedException {
        OpenResponse open = opened();
        try {
            int count = open.read(target, length);
            if (count > 0) {
                if (received.addAndGet(count) > host.limits().responseBytes()) {
                    abort(tooLarge(host.limits().responseBytes()));
                    throw tooLarge(host.limits().responseBytes());
                }
            } else if (count < 0) {
                host.ended(this, Ending.DONE);
            }
            return count;
        } catch (IOException e) {
            throw lost(Failures.of(e, host.limits().connect(), open.redaction()));
        }
    }

    private OpenResponse opened() throws HttpException {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            if (response == null) {
                throw new HttpException(HttpError.NOT_READY, "response is not there yet");
            }
            return response;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the failure to report after the connection broke. If the request was ended for a
     * reason, that reason is more informative than the broken connection.
     */
    private HttpException lost(HttpException broken) {
        fail(broken);
        lock.lock();
        try {
            return failure == null ? broken : failure;
        } finally {
            lock.unlock();
        }
    }

    private Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /** Ends the request in any phase. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            release();
        } finally {
            host.ended(this, Ending.DONE);
            held.close();
        }
    }

    private void release() {
        Connector.@Nullable Attempt sending;
        @Nullable OpenResponse open;
        lock.lock();
        try {
            sending = attempt;
            open = response;
            if (worker != null) {
                worker.interrupt();
            }
        } finally {
            lock.unlock();
        }
        if (sending != null) {
            sending.cancel();
        }
        if (open != null) {
            open.close();
        }
    }

    String tool() {
        return context.tool();
    }

    /** The way in which a request ended. */
    enum Ending {
        /** The guest read the response, or closed the request. */
        DONE,
        /** The request failed or was aborted. */
        FAILED
    }

    /** Counts the ended request in {@code traffic}. */
    void count(Traffic traffic, Ending ending) {
        int status;
        lock.lock();
        try {
            status = ending == Ending.FAILED || response == null ? 0 : response.status();
        } finally {
            lock.unlock();
        }
        traffic.ended(
                context.tool(),
                grantedOrigin,
                status,
                request.body().length,
                received.get(),
                System.nanoTime() - begun);
    }
}

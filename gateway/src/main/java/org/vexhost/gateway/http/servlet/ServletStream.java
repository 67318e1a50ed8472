package org.vexhost.gateway.http.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.ServerSentEvent;
import org.vexhost.gateway.time.Ticker;

/** A stream of events over an asynchronous response. It writes only when writing does not block. */
final class ServletStream implements EventStream, WriteListener, Ticker.Ticking {

    private static final Logger LOG = LoggerFactory.getLogger(ServletStream.class);
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);
    private static final long SILENCE_NANOS = 500_000_000L;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final AsyncContext async;
    private final ServletOutputStream out;

    /** Guarded by this, like all fields below. */
    private final Queue<byte[]> waiting = new ArrayDeque<>();

    private final List<Runnable> callbacks = new ArrayList<>();
    private long waitingBytes;
    private boolean isStarted;
    private boolean isUnflushed;
    private boolean isEnding;
    private boolean isEnded;
    private boolean isStuck;
    private long stuckSince;
    private long lastComment = System.nanoTime();

    ServletStream(AsyncContext async, ServletOutputStream out) {
        this.async = async;
        this.out = out;
    }

    @Override
    public boolean send(ServerSentEvent event) {
        byte[] bytes = event.encode();
        synchronized (this) {
            if (isEnding || isEnded) {
                return false;
            }
            if (waitingBytes > MAX_WAITING_BYTES) {
                LOG.debug("a client does not read its stream, which is closed");
                isEnded = true;
            } else {
                waiting.add(bytes);
                waitingBytes += bytes.length;
            }
        }
        return isClosed() ? finish() : pump();
    }

    @Override
    public void close() {
        synchronized (this) {
            isEnding = true;
        }
        boolean ignored = pump();
    }

    @Override
    public synchronized boolean isClosed() {
        return isEnded;
    }

    @Override
    public void onClosed(Runnable callback) {
        synchronized (this) {
            if (!isEnded) {
                callbacks.add(callback);
                return;
            }
        }
        callback.run();
    }

    @Override
    public void tick(long nanoTime) {
        boolean isTooLong;
        synchronized (this) {
            if (isEnded || !isStarted) {
                return;
            }
            if (waiting.isEmpty() && !isStuck && nanoTime - lastComment >= SILENCE_NANOS) {
                lastComment = nanoTime;
                waiting.add(COMMENT);
                waitingBytes += COMMENT.length;
            }
            isTooLong = isStuck && nanoTime - stuckSince > PATIENCE_NANOS;
            isEnded = isTooLong;
        }
        boolean ignored = isTooLong ? finish() : pump();
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            isStarted = true;
            isStuck = false;
        }
        boolean ignored = pump();
    }

    @Override
    public void onError(Throwable error) {
        synchronized (this) {
            if (isEnded) {
                return;
            }
            isEnded = true;
        }
        LOG.debug("a client is gone [{}]", error.toString());
        boolean ignored = finish();
    }

    /** Writes as much as possible without blocking. Returns whether the stream is still open. */
    private boolean pump() {
        synchronized (this) {
            if (isEnded) {
                return false;
            }
            if (!isStarted) {
                return true;
            }
            try {
                isEnded = write() && isEnding;
            } catch (IOException | IllegalStateException e) {
                LOG.debug("a client is gone [{}]", e.toString());
                isEnded = true;
            }
            if (!isEnded) {
                return true;
            }
        }
        return finish();
    }

    /** Writes queued events. Returns whether all are written. */
    private boolean write() throws IOException {
        while (!waiting.isEmpty() || isUnflushed) {
            if (!out.isReady()) {
                if (!isStuck) {
                    isStuck = true;
                    stuckSince = System.nanoTime();
                }
                return false;
            }
            byte[] next = waiting.poll();
            if (next == null) {
                isUnflushed = false;
                out.flush();
            } else {
                waitingBytes -= next.length;
                isUnflushed = true;
                out.write(next);
            }
        }
        return out.isReady();
    }

    /** Runs the callbacks, once the stream has ended. Always returns false. */
    private boolean finish() {
        List<Runnable> called;
        synchronized (this) {
            called = List.copyOf(callbacks);
            callbacks.clear();
            waiting.clear();
            waitingBytes = 0;
        }
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOG.debug("the container ended the stream before [{}]", e.toString());
        }
        for (Runnable callback : called) {
            try {
                callback.run();
            } catch (RuntimeException e) {
                LOG.error("a callback at the end of a stream failed", e);
            }
        }
        return false;
    }
}

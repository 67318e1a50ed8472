package org.vexhost.gateway.http.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.vexhost.gateway.time.Ticker;

/** Reads a request body as it arrives, until a deadline. No thread waits for the body. */
final class BodyReader implements ReadListener, Ticker.Ticking {

    private static final int PART_BYTES = 8 * 1024;

    private final ServletInputStream in;
    private final BodyBuffer buffer;
    private final long deadlineNanos;
    private final Consumer<Outcome> end;
    private final Ticker ticker;
    private final AtomicBoolean hasEnded = new AtomicBoolean();

    /** How reading ended. */
    enum Outcome {
        /** The body is complete. */
        COMPLETE,
        /** The body is larger than allowed. */
        TOO_LARGE,
        /** Other bodies use all the memory for bodies. */
        NO_MEMORY,
        /** The body did not arrive in time. */
        TOO_SLOW,
        /** The client disconnected. */
        BROKEN
    }

    /**
     * Creates a reader.
     *
     * @param end receives the outcome; called once, on any thread
     */
    BodyReader(
            ServletInputStream in,
            BodyBuffer buffer,
            long deadlineNanos,
            Ticker ticker,
            Consumer<Outcome> end) {
        this.in = in;
        this.buffer = buffer;
        this.deadlineNanos = deadlineNanos;
        this.ticker = ticker;
        this.end = end;
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] part = new byte[PART_BYTES];
        while (!hasEnded.get() && in.isReady() && !in.isFinished()) {
            int count = in.read(part);
            if (count < 0) {
                return;
            }
            BodyBuffer.Added added = buffer.add(part, count);
            if (added != BodyBuffer.Added.YES) {
                finish(added == BodyBuffer.Added.TOO_LARGE ? Outcome.TOO_LARGE : Outcome.NO_MEMORY);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        finish(Outcome.COMPLETE);
    }

    @Override
    public void onError(Throwable error) {
        finish(Outcome.BROKEN);
    }

    @Override
    public void tick(long nanoTime) {
        if (nanoTime - deadlineNanos > 0) {
            finish(Outcome.TOO_SLOW);
        }
    }

    private void finish(Outcome outcome) {
        if (hasEnded.compareAndSet(false, true)) {
            ticker.remove(this);
            end.accept(outcome);
        }
    }
}

package org.vexhost.traces;

import java.net.URI;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;

/**
 * Counts the spans that were sent and lost, and logs losses: the first immediately, further ones at
 * most once a minute. Thread-safe.
 */
final class DeliveryLog {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);
    private static final long PAUSE_NANOS = 60_000_000_000L;
    private static final int MAX_REASON_LENGTH = 300;

    private final LongSupplier nanoTime;
    private long sent;
    private long lost;
    private long unsaid;

    /** Whether a line has reported that the collector does not take spans, and none the end. */
    private boolean isToldFailing;

    /** Whether some of the losses that no line has reported are of batches. */
    private boolean hasUnsaidFailure;

    private boolean hasTold;
    private long toldAt;

    DeliveryLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The number of spans that the collector has taken. */
    synchronized long sent() {
        return sent;
    }

    /** The number of spans that were lost. */
    synchronized long lost() {
        return lost;
    }

    /** The collector has taken a batch. */
    void sent(int spans, URI collector) {
        boolean isAgain;
        boolean isFailure;
        long told;
        synchronized (this) {
            sent += spans;
            isAgain = isToldFailing;
            isToldFailing = false;
            isFailure = hasUnsaidFailure;
            told = isAgain || mayTell() ? takeUnsaid() : 0;
        }
        if (isAgain) {
            LOG.info("collector '{}' takes spans again [{} more are lost]", collector, told);
        } else if (told > 0 && isFailure) {
            LOG.warn("{} spans are lost, collector '{}' does not take all", told, collector);
        } else if (told > 0) {
            LOG.warn("{} spans are lost, collector '{}' is slower than calls end", told, collector);
        }
    }

    /**
     * Spans were lost because the queue was full. The thread of a call does not log this: the
     * thread that sends does.
     */
    synchronized void dropped(int spans) {
        lost += spans;
        unsaid += spans;
    }

    /** The collector has not taken a batch. */
    void failed(int spans, URI collector, Optional<Throwable> cause) {
        long told;
        synchronized (this) {
            dropped(spans);
            hasUnsaidFailure = true;
            if (!mayTell()) {
                return;
            }
            isToldFailing = true;
            told = takeUnsaid();
        }
        LOG.warn(
                "{} spans are lost, collector '{}' does not take them [{}]",
                told,
                collector,
                cause.map(DeliveryLog::reason).orElse("no answer"));
    }

    private synchronized boolean mayTell() {
        return !hasTold || nanoTime.getAsLong() - toldAt >= PAUSE_NANOS;
    }

    /** Returns how many losses no line has reported, and starts the pause until the next line. */
    private synchronized long takeUnsaid() {
        long spans = unsaid;
        unsaid = 0;
        hasUnsaidFailure = false;
        if (spans > 0) {
            hasTold = true;
            toldAt = nanoTime.getAsLong();
        }
        return spans;
    }

    /** The message of the innermost cause: the outer ones only wrap it. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < 10 && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return MessageText.escape(cause.toString(), MAX_REASON_LENGTH);
    }
}

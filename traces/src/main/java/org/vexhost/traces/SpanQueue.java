package org.vexhost.traces;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans in batches, on a thread of its own. The thread of a call only adds its span to a
 * queue, and never waits. If the queue is full, the span is lost and counted; so are the spans of a
 * batch that the collector does not take.
 */
final class SpanQueue implements SpanProcessor {

    /** The maximum number of spans in the queue; the default of OTEL_BSP_MAX_QUEUE_SIZE. */
    static final int MAX_WAITING = 2_048;

    /** The maximum number of spans in a batch; the default of OTEL_BSP_MAX_EXPORT_BATCH_SIZE. */
    static final int MAX_BATCH = 512;

    /** How long a span waits for others at most, unless the batch is full. */
    static final Duration MAX_WAIT = Duration.ofSeconds(1);

    /** How much longer than its own timeout the exporter may take. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How long the thread may take to end after it was interrupted. */
    private static final long MAX_LEAVE_MILLIS = 200;

    private final Supplier<SpanExporter> exporters;
    private final URI collector;
    private final Duration timeout;
    private final DeliveryLog deliveries;
    private final Thread sender = new Thread(this::run, "vexhost-traces");

    private final Object lock = new Object();
    private final ArrayDeque<ReadableSpan> waiting = new ArrayDeque<>();
    private boolean isClosed;

    /**
     * The spans of the batch until it is counted as sent or lost. Taking them from the queue needs
     * no memory, so when there is none, spans are lost and do not stay in the queue. Only the
     * sender's thread uses this and the exporter.
     */
    private final List<ReadableSpan> taken = new ArrayList<>(MAX_BATCH);

    private @Nullable SpanExporter exporter;

    /**
     * Creates the queue and starts its thread.
     *
     * @param exporters creates the exporter, for the first batch and on the queue's thread, because
     *     this loads many classes; creates another one if an exporter fails or does not answer
     * @param collector the URL of the collector, for the log
     * @param timeout the timeout of the exporter
     * @param deliveries counts what is sent and lost
     */
    SpanQueue(
            Supplier<SpanExporter> exporters,
            URI collector,
            Duration timeout,
            DeliveryLog deliveries) {
        this.exporters = exporters;
        this.collector = collector;
        this.timeout = timeout.plus(GRACE);
        this.deliveries = deliveries;
        sender.setDaemon(true);
        sender.start();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        synchronized (lock) {
            if (!isClosed && waiting.size() < MAX_WAITING) {
                waiting.add(span);
                // The thread is not woken for each span: it waits for the first, then for a batch.
                if (waiting.size() == 1 || waiting.size() == MAX_BATCH) {
                    lock.notifyAll();
                }
                return;
            }
        }
        deliveries.dropped(1);
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    private void run() {
        boolean isOpen = true;
        while (isOpen) {
            try {
                isOpen = sendNext();
            } catch (InterruptedException e) {
                isOpen = !isLeaving();
            } catch (RuntimeException | Error e) {
                // The thread continues, because the next batch may be sent.
                lose(e);
            }
        }
        endExporter();
    }

    /** Whether the queue is closed: an interrupt has no other meaning for its thread. */
    private boolean isLeaving() {
        synchronized (lock) {
            return isClosed;
        }
    }

    /** Sends a batch. Returns false if the queue is closed and has none. */
    private boolean sendNext() throws InterruptedException {
        take();
        if (taken.isEmpty()) {
            return false;
        }
        List<SpanData> batch = new ArrayList<>(taken.size());
        taken.forEach(span -> batch.add(span.toSpanData()));
        SpanExporter current = exporter;
        if (current == null) {
            current = exporters.get();
            exporter = current;
        }
        CompletableResultCode result =
                current.export(batch).join(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (!result.isDone()) {
            // The exporter may be stuck for ever. The next batch has a new one.
            endExporter();
        }
        count(result);
        return true;
    }

    private void count(CompletableResultCode result) {
        Optional<Throwable> cause = Optional.ofNullable(result.getFailureThrowable());
        int spans = taken.size();
        taken.clear();
        if (result.isSuccess()) {
            deliveries.sent(spans, collector);
        } else {
            deliveries.failed(spans, collector, cause);
        }
    }

    /**
     * Counts a batch as lost, and throws nothing: counting needs no memory, and logging may fail.
     */
    private void lose(Throwable cause) {
        int spans = taken.size();
        taken.clear();
        deliveries.dropped(spans);
        try {
            endExporter();
            if (spans > 0) {
                deliveries.failed(0, collector, Optional.of(cause));
            }
        } catch (RuntimeException | Error ignored) {
            // The losses are counted, and the next line of the log has them.
        }
    }

    private void endExporter() {
        SpanExporter current = exporter;
        exporter = null;
        if (current != null) {
            try {
                CompletableResultCode ignored = current.shutdown();
            } catch (RuntimeException | Error ignored) {
                // It is not used any more.
            }
        }
    }

    /** Waits for spans. Takes none if the queue is closed and has none. */
    private void take() throws InterruptedException {
        synchronized (lock) {
            while (waiting.isEmpty() && !isClosed) {
                lock.wait();
            }
            long end = System.nanoTime() + MAX_WAIT.toNanos();
            for (long left = MAX_WAIT.toNanos();
                    left > 0 && waiting.size() < MAX_BATCH && !isClosed;
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            while (!waiting.isEmpty() && taken.size() < MAX_BATCH) {
                taken.add(waiting.remove());
            }
        }
    }

    /**
     * Sends the spans in the queue, within a time limit. The remaining spans are lost and counted.
     *
     * @param max the limit, at least one millisecond
     */
    void close(Duration max) {
        CompletableResultCode ignored = shutdown();
        try {
            sender.join(max.toMillis());
            if (sender.isAlive()) {
                leave();
                sender.join(MAX_LEAVE_MILLIS);
            }
        } catch (InterruptedException e) {
            leave();
            Thread.currentThread().interrupt();
        }
    }

    private void leave() {
        int left;
        synchronized (lock) {
            left = waiting.size();
            waiting.clear();
        }
        deliveries.dropped(left);
        // The thread waits for the collector. It now counts its batch as lost, and ends.
        sender.interrupt();
    }

    @Override
    public CompletableResultCode shutdown() {
        synchronized (lock) {
            isClosed = true;
            lock.notifyAll();
        }
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return CompletableResultCode.ofSuccess();
    }
}

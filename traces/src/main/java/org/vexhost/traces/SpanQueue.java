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
     * Creates the queue and starts its thread.
     *
     * @param exporters creates the exporter, for the first batch and on the queue's thread, because
     *     this loads many classes
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
        SpanExporter exporter = null;
        try {
            for (List<SpanData> batch = next(); !batch.isEmpty(); batch = next()) {
                try {
                    if (exporter == null) {
                        exporter = exporters.get();
                    }
                    export(exporter, batch);
                } catch (RuntimeException | Error e) {
                    // The thread goes on: the cause may be gone with the next batch.
                    deliveries.failed(batch.size(), collector, Optional.of(e));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(exporter);
        }
    }

    private static void close(@Nullable SpanExporter exporter) {
        if (exporter != null) {
            CompletableResultCode ignored = exporter.shutdown();
        }
    }

    private void export(SpanExporter exporter, List<SpanData> batch) {
        CompletableResultCode result =
                exporter.export(batch).join(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (result.isSuccess()) {
            deliveries.sent(batch.size(), collector);
        } else {
            deliveries.failed(
                    batch.size(), collector, Optional.ofNullable(result.getFailureThrowable()));
        }
    }

    /** Waits for spans. Returns an empty list if the queue is closed and has none. */
    private List<SpanData> next() throws InterruptedException {
        List<ReadableSpan> spans = new ArrayList<>();
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
            while (!waiting.isEmpty() && spans.size() < MAX_BATCH) {
                spans.add(waiting.remove());
            }
        }
        List<SpanData> batch = new ArrayList<>(spans.size());
        spans.forEach(span -> batch.add(span.toSpanData()));
        return batch;
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

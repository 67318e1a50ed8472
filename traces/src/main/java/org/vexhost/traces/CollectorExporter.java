package org.vexhost.traces;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An exporter with a thread of its own for requests. A collector that stops in the middle of an
 * answer holds this thread, because the timeout of the JDK's HTTP client ends when the answer
 * begins. Java 17 then ignores an interrupt too: the thread ends with the connection.
 */
final class CollectorExporter implements SpanExporter {

    private static final long IDLE_SECONDS = 30;

    /**
     * There is one request at a time. The place in the queue is for the next one, because the
     * thread may not be idle yet when the caller has the result of the last one. A request beyond
     * that is rejected.
     */
    private final ExecutorService requests =
            new ThreadPoolExecutor(
                    0,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(1),
                    task -> daemon(task, "vexhost-traces-send"));

    private final SpanExporter exporter;

    /**
     * Creates the exporter.
     *
     * @param exporters creates the exporter that sends requests on a thread of the given service
     */
    CollectorExporter(Function<ExecutorService, SpanExporter> exporters) {
        exporter = exporters.apply(requests);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans);
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    /** Interrupts a request, and does not wait: the HTTP client would, until its requests end. */
    @Override
    public CompletableResultCode shutdown() {
        requests.shutdownNow().clear();
        daemon(exporter::shutdown, "vexhost-traces-end").start();
        return CompletableResultCode.ofSuccess();
    }

    /** Whether the exporter is shut down and its thread has ended. */
    boolean isTerminated() {
        return requests.isTerminated();
    }
}

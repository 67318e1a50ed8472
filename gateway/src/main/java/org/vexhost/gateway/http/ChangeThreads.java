package org.vexhost.gateway.http;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads of requests that wait until a change is in effect. A request that finds no thread is
 * rejected immediately. Thread-safe.
 */
public final class ChangeThreads implements Changes, AutoCloseable {

    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    /**
     * Creates the threads. Each starts when it is needed.
     *
     * @param name name of the threads
     * @param max the maximum number of requests at the same time, at least 1
     */
    public ChangeThreads(String name, int max) {
        threads =
                new ThreadPoolExecutor(
                        0,
                        max,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        task -> {
                            Thread made = new Thread(task, name);
                            made.setDaemon(true);
                            return made;
                        });
    }

    @Override
    public void respond(HttpExchange exchange, Supplier<HttpResponse> answer) {
        try {
            threads.execute(() -> exchange.respond(answer.get()));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            exchange.respond(threads.isShutdown() ? stopping() : overloaded());
        }
    }

    /** The response to a request whose change was interrupted or has not begun. */
    public static HttpResponse stopping() {
        return ProblemDetails.of(503, "NOT_READY", "the host is stopping").with("Retry-After", "1");
    }

    private static HttpResponse overloaded() {
        return ProblemDetails.of(503, "OVERLOADED", "too many changes at once")
                .with("Retry-After", "1");
    }

    /** Interrupts the requests in progress, and rejects all later ones. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}

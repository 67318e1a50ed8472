package org.vexhost.http.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names on separate threads, because the JDK's resolver cannot be interrupted. An
 * abandoned look-up occupies its thread, and is counted, until it ends. Each tool may have only a
 * few concurrent look-ups, so that it cannot block other tools. Thread-safe.
 */
public final class LookUps implements AutoCloseable {

    /** The maximum number of concurrent look-ups: 16. */
    public static final int MAX_AT_ONCE = 16;

    /** The maximum number of concurrent look-ups of one tool: 2. */
    public static final int MAX_OF_TOOL = 2;

    private final NameResolver resolver;
    private final ExecutorService threads;
    private final Map<String, Integer> byTool = new HashMap<>();
    private int running;

    /** Creates look-ups with a resolver. */
    public LookUps(NameResolver resolver) {
        this.resolver = resolver;
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        2 * MAX_AT_ONCE, // A thread may not be idle yet after its answer.
                        10,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        job -> {
                            Thread thread = new Thread(job, "http-name");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Returns the addresses of a name.
     *
     * @param tool the name of the tool that sends the request
     * @param name the name to resolve
     * @param wait the maximum time to wait
     * @throws UnknownHostException if the name has no addresses, there are too many look-ups, or
     *     the time was not sufficient; the message gives the reason
     * @throws InterruptedException if the waiting thread was interrupted
     */
    public List<InetAddress> find(String tool, String name, Duration wait)
            throws UnknownHostException, InterruptedException {
        enter(tool);
        Future<List<InetAddress>> answer;
        try {
            answer = threads.submit(() -> resolveAndLeave(tool, name));
        } catch (RuntimeException | OutOfMemoryError e) {
            leave(tool);
            throw unknown("host has no thread for a look-up", e);
        }
        try {
            List<InetAddress> addresses = answer.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (addresses.isEmpty()) {
                throw new UnknownHostException("name has no address");
            }
            return addresses;
        } catch (ExecutionException e) {
            throw unknown("name is unknown, or its servers did not answer", e.getCause());
        } catch (TimeoutException e) {
            throw unknown("look-up took longer than %d ms".formatted(wait.toMillis()), e);
        }
    }

    /** Returns the number of running look-ups, including abandoned ones. */
    public synchronized int running() {
        return running;
    }

    private List<InetAddress> resolveAndLeave(String tool, String name)
            throws UnknownHostException {
        try {
            return List.copyOf(resolver.resolve(name));
        } finally {
            leave(tool);
        }
    }

    private synchronized void enter(String tool) throws UnknownHostException {
        int ofTool = byTool.getOrDefault(tool, 0);
        if (ofTool >= MAX_OF_TOOL) {
            throw new UnknownHostException(
                    "tool has %d look-ups that have not ended".formatted(MAX_OF_TOOL));
        }
        if (running >= MAX_AT_ONCE) {
            throw new UnknownHostException(
                    "host has %d look-ups that have not ended".formatted(MAX_AT_ONCE));
        }
        byTool.put(tool, ofTool + 1);
        running++;
    }

    private synchronized void leave(String tool) {
        byTool.computeIfPresent(tool, (name, count) -> count == 1 ? null : count - 1);
        running--;
    }

    private static UnknownHostException unknown(String message, @Nullable Throwable cause) {
        UnknownHostException unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

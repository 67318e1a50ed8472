package org.vexhost.distribution.small;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vexhost.distribution.cli.HostProcess;

/** Runs steps one after the other, none for longer than it may, and many callers in one. */
final class Steps implements AutoCloseable {

    private final HostProcess host;
    private final Duration max;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Long> slowestMillis = new TreeMap<>();

    /** One thing to do. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** What one of many does. */
    @FunctionalInterface
    interface Numbered {
        void run(int number) throws Exception;
    }

    Steps(HostProcess host, Duration max) {
        this.host = host;
        this.max = max;
    }

    /** Runs a step. If it does not end, the host prints where its threads are. */
    void run(String name, Step step) throws Exception {
        long start = System.nanoTime();
        await(
                name,
                threads.submit(
                        () -> {
                            step.run();
                            return name;
                        }),
                start);
        slowestMillis.merge(name, (System.nanoTime() - start) / 1_000_000, Math::max);
    }

    private void await(String name, Future<?> running, long startNanos) throws Exception {
        try {
            long left = max.toNanos() - (System.nanoTime() - startNanos);
            Object ignored = running.get(Math.max(1, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            fail("step '%s' hangs: %s".formatted(name, threadsOfHost()), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Has something done by so many at once, and waits for all of them. */
    void together(int count, Numbered each) throws Exception {
        long start = System.nanoTime();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Callable<Integer> one =
                    () -> {
                        each.run(number);
                        return number;
                    };
            all.add(threads.submit(one));
        }
        for (Future<?> one : all) {
            await("many at once", one, start);
        }
    }

    /** As a JVM prints them when it is asked by a signal. */
    private String threadsOfHost() throws IOException, InterruptedException {
        int before = host.printed().length();
        HostProcess.execute("", List.of("/bin/kill", "-QUIT", Long.toString(host.pid())));
        Thread.sleep(2_000);
        String printed = host.printed();
        return printed.substring(Math.min(before, printed.length()));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    @Override
    public String toString() {
        return slowestMillis.toString();
    }
}

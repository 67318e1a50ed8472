package org.vexhost.distribution.admin.socket;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.vexhost.distribution.protocol.FrameType;

/**
 * The permits and threads for requests. Most of them are for tool calls. Shell sessions have their
 * own permits. Some threads for sessions start in advance, so that an operator can connect even if
 * no new thread can be started. Requests for status and stop share one thread that never waits for
 * clients.
 */
final class RequestThreads implements AutoCloseable {

    /** The maximum number of calls: more than a script starts at the same time. */
    static final int MAX_CALLS = 256;

    private static final String CALLS = "calls";

    /** The maximum number of shell sessions: more than operators have terminals. */
    static final int MAX_SHELLS = 32;

    /** The maximum number of MCP clients: more than a user has agents. */
    static final int MAX_AGENTS = 64;

    /** A request uses one thread for itself, and one to read its client's input. */
    private static final int THREADS_EACH = 2;

    /** The number of threads that start in advance, enough for two shell sessions. */
    private static final int KEPT_SHELL_THREADS = 2 * THREADS_EACH;

    private static final int MAX_WAITING_COMMANDS = 64;
    private static final Duration IDLE = Duration.ofSeconds(2);

    /**
     * The permits and threads for one kind of request.
     *
     * @param name plural name of the requests, for messages
     */
    record Pool(String name, int max, Semaphore permits, ThreadPoolExecutor threads) {

        /** Whether these requests are tool calls. Calls have to leave resources for operators. */
        boolean isOfCalls() {
            return name.equals(CALLS);
        }

        /** Takes a permit. Returns false if no permit is available. */
        boolean enter() {
            return permits.tryAcquire();
        }

        void leave() {
            permits.release();
        }
    }

    private final Pool calls = pool(CALLS, MAX_CALLS, 0);
    private final Pool shells = pool("shell sessions", MAX_SHELLS, KEPT_SHELL_THREADS);
    private final Pool agents = pool("MCP clients", MAX_AGENTS, 0);
    private final Pool commands;

    RequestThreads() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE.toSeconds(),
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(MAX_WAITING_COMMANDS),
                        named("vexhost-operator"));
        int ignored = one.prestartAllCoreThreads();
        commands =
                new Pool(
                        "operator commands",
                        MAX_WAITING_COMMANDS,
                        new Semaphore(MAX_WAITING_COMMANDS),
                        one);
    }

    private static Pool pool(String name, int max, int kept) {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        kept,
                        max * THREADS_EACH,
                        IDLE.toSeconds(),
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        named("vexhost-client"),
                        (task, executor) -> {
                            throw new RejectedExecutionException("no thread is free");
                        });
        int ignored = threads.prestartAllCoreThreads();
        return new Pool(name, max, new Semaphore(max), threads);
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns the pool for a request. */
    Pool of(FrameType request) {
        return switch (request) {
            case CALL -> calls;
            case MCP -> agents;
            case STATUS, STOP -> commands;
            default -> shells;
        };
    }

    @Override
    public void close() {
        calls.threads().shutdown();
        shells.threads().shutdown();
        agents.threads().shutdown();
        commands.threads().shutdown();
    }
}

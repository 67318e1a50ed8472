package org.vexhost.loader.execute;

import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.loader.registry.ServedTool;

/**
 * Runs Java tools on separate threads, so that callers get an answer in time whatever a tool does.
 * After a timeout, a thread that ignores interruption keeps its tool's share of the permit. One
 * second later it counts as stuck. A tool with too many stuck threads is not called.
 */
final class JavaTools implements AutoCloseable {

    /** The number of stuck threads at which a tool is no longer called: 4. */
    static final int MAX_STUCK_THREADS = 4;

    private static final long STUCK_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(JavaTools.class);

    /** This pool has no limit, because admission control limits the number of calls. */
    private final ThreadPoolExecutor threads;

    private final Map<ServedTool, Set<JavaToolRun>> overdue = new WeakHashMap<>();

    /** Creates the object; threads are created when needed. */
    JavaTools() {
        this(new NamedThreads("vexhost-java-tool"));
    }

    /** Creates the object with a given thread factory, for tests. */
    JavaTools(ThreadFactory factory) {
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        10,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        factory);
    }

    /** Returns how many threads of a tool are stuck. */
    int stuck(ServedTool served) {
        synchronized (overdue) {
            Set<JavaToolRun> runs = overdue.get(served);
            if (runs == null) {
                return 0;
            }
            int stuck = 0;
            for (Iterator<JavaToolRun> each = runs.iterator(); each.hasNext(); ) {
                JavaToolRun run = each.next();
                if (run.isOver()) {
                    each.remove();
                } else if (run.overdueNanos() > STUCK_AFTER_NANOS) {
                    stuck++;
                }
            }
            if (runs.isEmpty()) {
                overdue.remove(served);
            }
            return stuck;
        }
    }

    void requireNotQuarantined(ServedTool served) throws ToolException {
        if (stuck(served) >= MAX_STUCK_THREADS) {
            throw CallErrors.quarantined(served.definition().name(), MAX_STUCK_THREADS)
                    .toException();
        }
    }

    /**
     * Runs a call until its end or its timeout.
     *
     * @param served the version to run on
     * @param call the call
     * @param permit closed when the call's thread is free again, which may be after this method
     *     returns
     */
    Json run(ServedTool served, ToolCall call, Permit permit) throws ToolException {
        String tool = served.definition().name();
        JavaToolRun run = begin(served, call, permit);
        long timeoutNanos = served.limits().timeout().toNanos();
        boolean deadlineFirst = call.deadline().remainingNanos() < timeoutNanos;
        long nanos = deadlineFirst ? call.deadline().remainingNanos() : timeoutNanos;
        try {
            return checked(served, run.result().get(nanos, TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            abandon(served, run);
            throw (deadlineFirst
                            ? CallErrors.deadline(tool, "running")
                            : CallErrors.timeout(tool, served.limits().timeout()))
                    .toException();
        } catch (InterruptedException e) {
            abandon(served, run);
            Thread.currentThread().interrupt();
            throw CallErrors.cancelled(tool, "running").toException();
        } catch (ExecutionException e) {
            throw failure(tool, call, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private JavaToolRun begin(ServedTool served, ToolCall call, Permit permit)
            throws ToolException {
        String tool = served.definition().name();
        boolean begun = false;
        try {
            JavaToolRun run = new JavaToolRun(served.tool(), call, permit);
            threads.execute(run);
            begun = true;
            return run;
        } catch (RejectedExecutionException e) {
            throw new ToolException(CallErrors.hostDraining(tool), e);
        } catch (OutOfMemoryError e) {
            throw new ToolException(CallErrors.noThread(tool), e);
        } finally {
            if (!begun) {
                permit.close();
            }
        }
    }

    private static Json checked(ServedTool served, @Nullable Json output) throws ToolException {
        String tool = served.definition().name();
        if (output == null) {
            throw CallErrors.noOutput(tool).toException();
        }
        int max = served.limits().maxOutputBytes();
        if (output.sizeBytes() > max) {
            throw CallErrors.outputTooLarge(tool, max, output.sizeBytes()).toException();
        }
        return output;
    }

    private static ToolException failure(String tool, ToolCall call, Throwable cause) {
        if (cause instanceof ToolException e) {
            return new ToolException(CallErrors.byJavaTool(tool, e.error()), e);
        }
        ToolError error = CallErrors.toolFailure(tool, cause);
        // A caller may control the text of the exception, so it is escaped and logged on one line.
        // The full exception is logged for developers, at the level debug.
        LOG.warn("{} [call {}]{}", error.message(), call.callId(), AuthorFrames.of(cause));
        LOG.debug("Tool '{}' failed", tool, cause);
        return new ToolException(error, cause);
    }

    private void abandon(ServedTool served, JavaToolRun run) {
        synchronized (overdue) {
            overdue.computeIfAbsent(served, each -> ConcurrentHashMap.newKeySet()).add(run);
        }
        run.abandon();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

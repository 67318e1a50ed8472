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
 * Runs Java tools on threads of their own, so that callers get an answer in time whatever a tool
 * does. A thread that ignores interruption keeps its tool's permit. It counts as stuck after one
 * second, and a tool with too many stuck threads is not called.
 */
final class JavaTools implements AutoCloseable {

    /** How many threads of one tool may be stuck: 4. */
    static final int MAX_STUCK_THREADS = 4;

    private static final long STUCK_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(JavaTools.class);

    /** Unbounded here; admission control limits the number of threads. */
    private final ThreadPoolExecutor threads;

    private final Map<ServedTool, Set<JavaToolRun>> overdue = new WeakHashMap<>();

    /** Creates an executor without threads. */
    JavaTools() {
        this(new NamedThreads("vexhost-java-tool"));
    }

    /** Creates an executor with a given thread factory, for tests. */
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
        JavaToolRun run = new JavaToolRun(served.tool(), call, permit);
        try {
            threads.execute(run);
        } catch (RejectedExecutionException e) {
            permit.close();
            throw new ToolException(CallErrors.hostDraining(tool), e);
        } catch (OutOfMemoryError e) {
            permit.close();
            throw new ToolException(CallErrors.noThread(tool), e);
        }
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
        // A caller may control the text of the exception. It is logged on one escaped line; the
        // full exception is for developers.
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

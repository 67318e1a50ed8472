package org.vexhost.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;

/**
 * Writes a line for each call when it ends. The thread of the call only adds the line to a queue
 * and does not wait. If the queue is full or the disk cannot be written, the line is lost and
 * counted. When lines can be written again, one line reports how many were lost.
 */
final class CallAudit implements CallInterceptor, AutoCloseable {

    /** The maximum number of lines in the queue. */
    static final int MAX_WAITING = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(CallAudit.class);
    private static final int BATCH = 256;

    /**
     * The maximum size of a batch. It is less than the smallest {@code maxFileBytes}, so every
     * batch fits into one file.
     */
    private static final int MAX_BATCH_CHARS = 24 << 10;

    private static final int MAX_NAME = 128;
    private static final long CLOSE_MILLIS = 2_000;

    /** The delay before the next try to report the number of lost lines. */
    private static final long AGAIN_MILLIS = 1_000;

    /** An entry of the queue that wakes the writer thread and is not a line. */
    private static final String WAKE = "";

    private final AuditLog log;
    private final AuditKey key;
    private final AtomicLong lost;
    private final BlockingQueue<String> waiting;
    private final AtomicLong unsaid = new AtomicLong();
    private final Thread writer = new Thread(this::write, "vexhost-audit");
    private volatile boolean isClosed;

    /**
     * Starts the writer thread.
     *
     * @param lost counts lost lines; remains in use after this object is closed
     */
    CallAudit(AuditLog log, AuditKey key, AtomicLong lost) {
        this(log, key, lost, MAX_WAITING);
        writer.setDaemon(true);
        writer.start();
    }

    /** Creates the object without its thread, for tests. */
    CallAudit(AuditLog log, AuditKey key, AtomicLong lost, int maxWaiting) {
        this.log = log;
        this.key = key;
        this.lost = lost;
        this.waiting = new ArrayBlockingQueue<>(maxWaiting);
    }

    @Override
    public ToolResult intercept(InterceptedCall call, Continuation next) throws ToolException {
        long start = System.nanoTime();
        String arguments = key.of(call.call().arguments());
        try {
            ToolResult result = next.proceed();
            put(
                    call,
                    arguments,
                    line ->
                            usage(
                                    line.text("outcome", "success")
                                            .number("resultBytes", result.output().sizeBytes())
                                            .text("resultHmac", key.of(result.output())),
                                    result.usage()),
                    start);
            return result;
        } catch (ToolException e) {
            ToolError error = e.error();
            put(call, arguments, line -> failed(line, error.reason(), error.usage()), start);
            throw e;
        } catch (RuntimeException | Error e) {
            put(
                    call,
                    arguments,
                    line -> failed(line, ErrorReason.HOST_FAILURE, Optional.empty()),
                    start);
            throw e;
        }
    }

    private static AuditLine failed(AuditLine line, ErrorReason reason, Optional<Usage> usage) {
        return usage(
                line.text("outcome", reason.name().toLowerCase(Locale.ROOT)),
                usage.orElse(Usage.NONE));
    }

    private static AuditLine usage(AuditLine line, Usage usage) {
        return line.number("fuel", usage.fuelConsumed())
                .number("hostFuel", usage.hostFuelConsumed())
                .number("peakMemoryBytes", usage.peakMemoryBytes());
    }

    /**
     * Renders the line immediately, so that the queue contains short texts instead of arguments and
     * results.
     */
    private void put(
            InterceptedCall call, String arguments, UnaryOperator<AuditLine> outcome, long start) {
        AuditLine own =
                new AuditLine()
                        .text("kind", "call")
                        .text("call", call.call().callId())
                        .text("tool", MessageText.escape(call.tool(), MAX_NAME))
                        .who(call.call().caller());
        call.version()
                .ifPresent(version -> own.text("version", MessageText.escape(version, MAX_NAME)));
        call.artifactDigest().ifPresent(digest -> own.text("digest", digest));
        own.number("argumentBytes", call.call().arguments().sizeBytes())
                .text("argumentHmac", arguments);
        String line = outcome.apply(own).number("nanos", System.nanoTime() - start).members();
        if (!waiting.offer(line) || (isClosed && waiting.remove(line))) {
            lose(1);
        }
    }

    private void lose(long lines) {
        lost.addAndGet(lines);
        unsaid.addAndGet(lines);
    }

    private void write() {
        try {
            while (!isClosed) {
                @Nullable String next =
                        unsaid.get() > 0
                                ? waiting.poll(AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                                : waiting.take();
                writeBatch(next == null ? WAKE : next);
            }
        } catch (InterruptedException e) {
            LOG.debug("the writer of calls was told to end");
        }
        writeRest();
    }

    /** Writes all lines that are in the queue. */
    void writeRest() {
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            writeBatch(next);
        }
    }

    private void writeBatch(String first) {
        List<String> batch = new ArrayList<>();
        int length = 0;
        for (@Nullable String next = first; next != null; next = waiting.poll()) {
            if (!next.isEmpty()) {
                batch.add(next);
                length += next.length();
            }
            if (batch.size() == BATCH || length > MAX_BATCH_CHARS) {
                break;
            }
        }
        int calls = batch.size();
        long gap = unsaid.getAndSet(0);
        if (gap > 0) {
            batch.add(new AuditLine().text("kind", "lost").number("lines", gap).members());
        }
        if (batch.isEmpty()) {
            return;
        }
        try {
            long number = log.write(batch, false);
            LOG.trace("wrote lines from {} on", number);
        } catch (IOException e) {
            // The failure is not logged here. The log reports it once, and the health check and the
            // metrics report it as well.
            unsaid.addAndGet(gap);
            lose(calls);
        }
    }

    /**
     * Writes the lines in the queue, within a time limit. The remaining lines are lost and counted.
     */
    @Override
    public void close() {
        isClosed = true;
        // An interrupt would abort a line that is being written, so an entry in the queue wakes the
        // thread.
        boolean ignored = waiting.offer(WAKE);
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            if (!next.isEmpty()) {
                lose(1);
            }
        }
        if (unsaid.get() > 0) {
            LOG.warn("{} calls are not in the audit log, and no line of it says so", unsaid.get());
        }
    }
}

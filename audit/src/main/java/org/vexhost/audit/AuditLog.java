package org.vexhost.audit;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.AuditTrail;

/**
 * The audit log. It writes a line before and after each change, and a line for each event that has
 * already happened. Thread-safe: a thread waits while another thread writes, up to a time limit. A
 * line about an event or an outcome that cannot be written stays in memory. As soon as the log
 * works again, such lines are written before others.
 */
final class AuditLog implements AuditTrail, AutoCloseable {

    /** The maximum time that a line waits while another line is being written. */
    static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /** The maximum number of lines that stay in memory while the log cannot be written. */
    static final int MAX_KEPT = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final Pattern ACTION = Pattern.compile("[a-z]{1,32}(\\.[a-z]{1,32})?");

    private final AuditFile file;
    private final InstantSource clock;
    private final Duration maxWait;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable String problem;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private final LineChain chain;

    /** Lines that could not be written yet, oldest first. Guarded by itself. */
    private final Deque<String> kept = new ArrayDeque<>();

    AuditLog(AuditFile file, InstantSource clock) {
        this(file, clock, MAX_WAIT);
    }

    AuditLog(AuditFile file, InstantSource clock, Duration maxWait) {
        this.file = file;
        this.clock = clock;
        this.maxWait = maxWait;
        this.chain = new LineChain(file, clock);
    }

    /** Returns the number of lines written since the host started. */
    long written() {
        return written.get();
    }

    /** Returns the number of failed writes. */
    long failures() {
        return failures.get();
    }

    /** Returns why the last write failed; empty if it succeeded. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    boolean isAtBound() {
        return file.isAtBound();
    }

    /** Changes the limits, in bytes. They apply from the next line on. */
    void limit(long fileBytes, long allBytes) {
        file.limit(fileBytes, allBytes);
    }

    @Override
    public Change begin(Caller who, String action, Map<String, String> facts)
            throws AdministrationException {
        String line = change("begun", who, action).facts("facts", facts).members();
        try {
            return new Begun(write(List.of(line), true), who, action);
        } catch (IOException e) {
            throw new AdministrationException(
                    Reason.FAILED,
                    "audit log cannot be written, so nothing was changed [%s]".formatted(e),
                    e);
        }
    }

    @Override
    public void note(Caller who, String action, Map<String, String> facts) {
        writeOrKeep(change("noted", who, action).facts("facts", facts).members());
    }

    private static AuditLine change(String kind, Caller who, String action) {
        if (!ACTION.matcher(action).matches()) {
            throw new IllegalArgumentException("action does not match " + ACTION.pattern());
        }
        return new AuditLine().text("kind", kind).text("action", action).who(who);
    }

    /** A change in progress. The caller must report its outcome. */
    private final class Begun implements Change {
        private final long number;
        private final Caller who;
        private final String action;

        Begun(long number, Caller who, String action) {
            this.number = number;
            this.who = who;
            this.action = action;
        }

        @Override
        public void done(Map<String, String> facts) {
            end("done", facts);
        }

        @Override
        public void failed(String why) {
            end("failed", Map.of("reason", why));
        }

        private void end(String kind, Map<String, String> facts) {
            writeOrKeep(
                    change(kind, who, action).number("of", number).facts("facts", facts).members());
        }
    }

    private void writeOrKeep(String line) {
        try {
            long number = write(List.of(line), true);
            LOG.trace("wrote line {}", number);
        } catch (IOException e) {
            keep(line);
        }
    }

    private void keep(String line) {
        String late =
                new AuditLine()
                        .rendered(line)
                        .text("happened", clock.instant().toString())
                        .members();
        synchronized (kept) {
            kept.addLast(late);
            if (kept.size() > MAX_KEPT) {
                LOG.error("not in the audit log, too many lines wait for it: {}", kept.poll());
            }
        }
    }

    /**
     * Writes the lines that are still in memory. Then writes these lines: all of them, or none.
     *
     * @param lines the members of each line except number, time and hash; at most 48 KiB together
     * @param isDurable whether to force the lines to the disk before this method returns
     * @return the number of the first line
     * @throws IOException if the lines are not written
     */
    long write(List<String> lines, boolean isDurable) throws IOException {
        try {
            acquire();
            try {
                writeKept();
                long number = chain.write(lines, isDurable);
                written.addAndGet(lines.size());
                problem = null;
                return number;
            } finally {
                lock.unlock();
            }
        } catch (IOException e) {
            failures.incrementAndGet();
            if (problem == null) {
                LOG.error("audit log cannot be written [{}]", e.toString());
            }
            problem = e.toString();
            throw e;
        }
    }

    /**
     * Writes the lines that are still in memory. Only the thread with the lock removes lines,
     * except that the oldest line is dropped when there are too many.
     */
    private void writeKept() throws IOException {
        while (true) {
            String next;
            synchronized (kept) {
                next = kept.peek();
            }
            if (next == null) {
                return;
            }
            long number = chain.write(List.of(next), true);
            LOG.debug("wrote line {} late", number);
            written.incrementAndGet();
            synchronized (kept) {
                boolean ignored = kept.remove(next);
            }
        }
    }

    /**
     * Acquires the lock. An interrupt does not end the wait; the interrupt status is set
     * afterwards.
     */
    private void acquire() throws IOException {
        boolean isInterrupted = Thread.interrupted();
        try {
            long end = System.nanoTime() + maxWait.toNanos();
            while (true) {
                try {
                    if (lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    throw new IOException(
                            "another line waits for the disk since %d s"
                                    .formatted(maxWait.toSeconds()));
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Writes the lines that are still in memory, if possible, and closes the file. */
    @Override
    public void close() {
        try {
            acquire();
            try {
                writeKept();
            } finally {
                chain.close();
                lock.unlock();
            }
        } catch (IOException e) {
            LOG.error("audit log cannot be closed [{}]", e.toString());
        }
        synchronized (kept) {
            kept.forEach(line -> LOG.error("not in the audit log: {}", line));
        }
    }
}

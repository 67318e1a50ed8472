package org.vexhost.loader.deploy.operator;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.vexhost.api.MessageText;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.GrantException.Reason;
import org.vexhost.loader.work.WriterThread;

/**
 * Reads and writes what belongs to grants on a thread of its own, one after the other. An operator
 * waits for the disk, up to a limit; the control thread does not.
 */
public final class GrantWriter implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final WriterThread thread = new WriterThread("vexhost-grants");
    private final Duration longest;

    public GrantWriter() {
        this(LONGEST);
    }

    /** With another limit than 30 seconds, for tests. */
    public GrantWriter(Duration longest) {
        this.longest = longest;
    }

    /**
     * Does something, and waits for what it gives.
     *
     * @param inForce what of it is in force already, for the message; may be empty
     * @throws GrantException what it throws, or that the disk does not answer: what has begun then
     *     may still come to its end
     */
    <T> T call(String tool, String inForce, Callable<T> act)
            throws GrantException, InterruptedException {
        try {
            return thread.call(act, longest);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GrantException refused) {
                throw refused;
            }
            throw new IllegalStateException("grants could not be changed", e.getCause());
        } catch (TimeoutException e) {
            throw unwritten(tool, inForce, "the disk does not answer: " + e.getMessage());
        } catch (RejectedExecutionException e) {
            throw unwritten(tool, inForce, "the host is closing");
        }
    }

    private static GrantException unwritten(String tool, String inForce, String why) {
        return new GrantException(
                Reason.NOT_WRITTEN,
                "grants of tool %s %scannot be written [%s]"
                        .formatted(MessageText.quote(tool), inForce, why));
    }

    /** Waits for what operators asked before, with a limit. */
    @Override
    public void close() {
        thread.close();
    }
}

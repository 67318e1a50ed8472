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
 * The one thread that reads and writes grants, in the order of the calls. An operator's command
 * waits for the disk up to a limit. The control thread never waits for the disk.
 */
public final class GrantThread implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final WriterThread thread = new WriterThread("vexhost-grants");
    private final Duration longest;

    public GrantThread() {
        this(LONGEST);
    }

    /** Creates a thread whose calls have another time limit than 30 seconds, for tests. */
    public GrantThread(Duration longest) {
        this.longest = longest;
    }

    /**
     * Runs a task on the thread and waits for its result.
     *
     * @param tool the tool's name, for the message
     * @param inForce the part of the change that is already in force, for the message; may be empty
     * @throws GrantException if the task throws it, if the disk does not answer in time, or if the
     *     host is closing; a task that has started may still finish
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

    /** Waits up to five seconds for tasks that were already submitted. */
    @Override
    public void close() {
        thread.close();
    }
}

package org.vexhost.distribution.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;

/** Calls one tool all the time; every call has to be answered. */
final class SteadyCaller {

    private static final int LEAST_CALLS = 3;
    private static final int MAX_WAIT_MILLIS = 60_000;

    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread;

    private SteadyCaller(HostProcess host, String tool) {
        thread = new Thread(() -> run(host, tool), "steady-caller");
        thread.start();
    }

    /** What happens meanwhile. */
    @FunctionalInterface
    interface Act {
        void run() throws Exception;
    }

    /** Calls a tool while something happens; fails if any call was refused. */
    static void during(HostProcess host, String tool, Act act) throws Exception {
        SteadyCaller caller = new SteadyCaller(host, tool);
        try {
            act.run();
        } finally {
            caller.end();
        }
        assertEquals(List.of(), List.copyOf(caller.refused));
    }

    private void run(HostProcess host, String tool) {
        while (!over.get() || calls.get() < LEAST_CALLS) {
            try {
                Reply reply = host.call(tool, "{}");
                if (reply.status() != 0) {
                    refused.add(reply.toString());
                }
                calls.incrementAndGet();
                Thread.sleep(2);
            } catch (IOException | InterruptedException e) {
                refused.add(e.toString());
                return;
            }
        }
    }

    private void end() throws InterruptedException {
        over.set(true);
        thread.join(MAX_WAIT_MILLIS);
        assertFalse(thread.isAlive());
    }
}

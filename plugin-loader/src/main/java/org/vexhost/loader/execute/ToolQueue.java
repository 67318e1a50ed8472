package org.vexhost.loader.execute;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;

/**
 * The calls of one tool: those that run, are suspended, wait to resume, or wait for a permit.
 * Guarded by the lock of the admission control.
 */
final class ToolQueue {

    private final String name;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final Deque<Returner> returners = new ArrayDeque<>();
    private int running;
    private int suspended;

    ToolQueue(String name) {
        this.name = name;
    }

    /** A new call that waits for a permit. */
    static final class Waiter {
        private final ToolQueue queue;
        private final long bytes;
        private final long since = System.nanoTime();
        private final Condition admittedOrTimedOut;
        private boolean admitted;
        private boolean sentAway;

        Waiter(ToolQueue queue, long bytes, Condition admittedOrTimedOut) {
            this.queue = queue;
            this.bytes = bytes;
            this.admittedOrTimedOut = admittedOrTimedOut;
        }

        ToolQueue queue() {
            return queue;
        }

        long bytes() {
            return bytes;
        }

        long waitedNanos() {
            return System.nanoTime() - since;
        }

        Condition condition() {
            return admittedOrTimedOut;
        }

        boolean isAdmitted() {
            return admitted;
        }

        boolean isSentAway() {
            return sentAway;
        }

        /** Ends the wait without a permit; the call has already left the queue. */
        void sendAway() {
            sentAway = true;
            admittedOrTimedOut.signal();
        }

        void admit() {
            admitted = true;
            admittedOrTimedOut.signal();
        }
    }

    /** A suspended call that waits to resume. */
    record Returner(Permit permit, Condition changed) {}

    String name() {
        return name;
    }

    Deque<Waiter> waiters() {
        return waiters;
    }

    Deque<Returner> returners() {
        return returners;
    }

    boolean hasNobodyInLine() {
        return waiters.isEmpty() && returners.isEmpty();
    }

    int suspended() {
        return suspended;
    }

    void suspend() {
        running--;
        suspended++;
    }

    void resume() {
        suspended--;
        running++;
    }

    void leaveSuspended() {
        suspended--;
    }

    int running() {
        return running;
    }

    void enter() {
        running++;
    }

    void leave() {
        running--;
    }

    boolean isIdle() {
        return running == 0 && suspended == 0 && hasNobodyInLine();
    }
}

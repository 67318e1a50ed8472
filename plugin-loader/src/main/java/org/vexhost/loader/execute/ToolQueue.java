package org.vexhost.loader.execute;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;

/**
 * The calls of one tool that run, and those that wait for a permit. Guarded by the control's lock.
 */
final class ToolQueue {

    private final String name;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private int running;

    ToolQueue(String name) {
        this.name = name;
    }

    /** A call that waits. */
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

        /** Out of the queue, without a permit. */
        void sendAway() {
            sentAway = true;
            admittedOrTimedOut.signal();
        }

        void admit() {
            admitted = true;
            admittedOrTimedOut.signal();
        }
    }

    String name() {
        return name;
    }

    Deque<Waiter> waiters() {
        return waiters;
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
        return running == 0 && waiters.isEmpty();
    }
}

package org.vexhost.loader.execute;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;

/**
 * The calls of one tool that run, and those that wait for a place. Guarded by the control's lock.
 */
final class Lane {

    private final String name;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private int running;

    Lane(String name) {
        this.name = name;
    }

    /** A call that waits. */
    static final class Waiter {
        private final Lane lane;
        private final long bytes;
        private final long since = System.nanoTime();
        private final Condition admittedOrTimedOut;
        private boolean admitted;
        private boolean sentAway;

        Waiter(Lane lane, long bytes, Condition admittedOrTimedOut) {
            this.lane = lane;
            this.bytes = bytes;
            this.admittedOrTimedOut = admittedOrTimedOut;
        }

        Lane lane() {
            return lane;
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

        /** Out of the queue, without a place. */
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

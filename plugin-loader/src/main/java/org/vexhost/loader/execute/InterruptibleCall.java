package org.vexhost.loader.execute;

/**
 * A call on its thread, so that others can end it. An interruption that came from here ends with
 * the call; one that the thread had before, or that came from elsewhere first, stays.
 */
final class InterruptibleCall {

    /** Who ended a call early. */
    enum End {
        /** Nobody, or somebody who interrupted the thread. */
        NONE,
        /** The tool, or the host, is going away. */
        DRAINED
    }

    private final Thread thread = Thread.currentThread();
    private End end = End.NONE;
    private boolean interruptedHere;
    private boolean over;

    /** Ends the call because its tool is going away. */
    synchronized void drain() {
        if (!over && end == End.NONE) {
            end = End.DRAINED;
            interruptedHere = !thread.isInterrupted();
            thread.interrupt();
        }
    }

    synchronized End end() {
        return end;
    }

    /** Nothing can interrupt the thread for this call from now on. Runs on that thread. */
    synchronized void finish() {
        over = true;
        if (interruptedHere) {
            Thread.interrupted();
        }
    }
}

package org.vexhost.loader.execute;

/**
 * A running call that other threads can end by interrupting its thread. If this object interrupted
 * the thread, it clears the thread's interrupt status when the call ends. If the thread was already
 * interrupted for another reason, its interrupt status remains set.
 */
final class InterruptibleCall {

    /** The reason why a call ended early. */
    enum End {
        /** The call did not end early, or something else interrupted its thread. */
        NONE,
        /** The tool was removed or disabled, or the host is closing. */
        DRAINED
    }

    private final Thread thread = Thread.currentThread();
    private End end = End.NONE;
    private boolean interruptedHere;
    private boolean over;

    /** Ends the call because its tool is being drained. */
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

    /**
     * Marks the call as ended; this object sends no interrupt after that. Runs on the call's
     * thread.
     */
    synchronized void finish() {
        over = true;
        if (interruptedHere) {
            Thread.interrupted();
        }
    }
}

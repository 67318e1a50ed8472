package org.vexhost.loader.execute;

/**
 * A call that other threads can end by interrupting its thread. An interrupt sent here is cleared
 * when the call ends. An interrupt that the thread already had, or that arrived from elsewhere
 * first, is kept.
 */
final class InterruptibleCall {

    /** The reason why a call ended early. */
    enum End {
        /** The call did not end early, or its thread was interrupted from elsewhere. */
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
     * Ends this object's use of the thread: no later interrupt comes from here. Runs on that
     * thread.
     */
    synchronized void finish() {
        over = true;
        if (interruptedHere) {
            Thread.interrupted();
        }
    }
}

package org.vexhost.loader.registry;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The right to run one call on one version of a tool. While it is open, that version is neither
 * closed nor forgotten. Thread-safe; closing twice is the same as once.
 */
public final class ToolLease implements AutoCloseable {

    /** Actions that do nothing and are told apart. */
    private enum Mark implements Runnable {
        OPEN,
        REVOKED,
        CLOSED;

        @Override
        public void run() {}
    }

    private final ServedTool served;
    private final LeaseCounter counter;
    private final AtomicReference<Runnable> action = new AtomicReference<>(Mark.OPEN);

    ToolLease(ServedTool served, LeaseCounter counter) {
        this.served = served;
        this.counter = counter;
    }

    /** The version that the call runs on, even if another serves by now. */
    public ServedTool served() {
        return served;
    }

    /**
     * Sets what ends the call when a drain has waited long enough: typically an interruption of its
     * thread. Runs once, on the drain's thread; at once, on this thread, if that moment has passed.
     * A later call of this method replaces the action.
     */
    public void onRevoked(Runnable interrupt) {
        Runnable before =
                action.getAndUpdate(
                        now -> now == Mark.REVOKED || now == Mark.CLOSED ? now : interrupt);
        if (before == Mark.REVOKED) {
            interrupt.run();
        }
    }

    /** Whether a drain ended the call: it is to answer UNAVAILABLE/DRAINING. */
    public boolean isRevoked() {
        return action.get() == Mark.REVOKED;
    }

    /** Ends the call. */
    @Override
    public void close() {
        if (action.getAndSet(Mark.CLOSED) != Mark.CLOSED) {
            counter.release(this);
        }
    }

    void revoke() {
        Runnable before = action.getAndUpdate(now -> now == Mark.CLOSED ? now : Mark.REVOKED);
        if (before != Mark.CLOSED && before != Mark.REVOKED) {
            before.run();
        }
    }
}

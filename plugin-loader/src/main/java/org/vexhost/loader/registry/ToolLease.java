package org.vexhost.loader.registry;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The right to run one call on one version of a tool. While the lease is open, the version's
 * resources are not released. Thread-safe. Closing a lease again has no effect.
 */
public final class ToolLease implements AutoCloseable {

    /** Markers for the states of the action. They are distinct objects that do nothing when run. */
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

    /** Returns the version that the call runs on, even if another version serves now. */
    public ServedTool served() {
        return served;
    }

    /**
     * Sets the action that ends the call when a drain has waited long enough, usually an
     * interruption of the call's thread. The action runs once, on the drain's thread. If the lease
     * is already revoked, it runs immediately on this thread. A later call of this method replaces
     * the action.
     */
    public void onRevoked(Runnable interrupt) {
        Runnable before =
                action.getAndUpdate(
                        now -> now == Mark.REVOKED || now == Mark.CLOSED ? now : interrupt);
        if (before == Mark.REVOKED) {
            interrupt.run();
        }
    }

    /** Whether a drain ended the call, which must then fail with UNAVAILABLE/DRAINING. */
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

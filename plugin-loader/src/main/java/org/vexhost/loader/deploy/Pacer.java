package org.vexhost.loader.deploy;

import java.time.Duration;

/** Says when the next look at the folder comes. Confined to the control thread. */
final class Pacer implements Passes {

    /** Events come in bursts: one look for all of a burst. */
    static final Duration BURST = Duration.ofMillis(5);

    /** Looks at a large folder take at most a third of the thread. */
    private static final Duration MAX_PAUSE = Duration.ofMillis(200);

    /** Attempts come in bursts: who owns which name is written once for all of a burst. */
    private static final Duration SAVE_AFTER = Duration.ofMillis(100);

    private final Control control;
    private final Runnable look;
    private final Runnable save;
    private long nextNanos = Long.MAX_VALUE;
    private long lastCostNanos;
    private boolean saveRequested;

    /**
     * Without a look yet.
     *
     * @param look looks at the folder, and requests the look after it
     * @param save writes down what came of attempts
     */
    Pacer(Control control, Runnable look, Runnable save) {
        this.control = control;
        this.look = look;
        this.save = save;
    }

    @Override
    public void request(Duration delay) {
        long pause = Math.min(2 * lastCostNanos, MAX_PAUSE.toNanos());
        long at = System.nanoTime() + Math.max(delay.toNanos(), pause);
        if (nextNanos == Long.MAX_VALUE || at - nextNanos < 0) {
            nextNanos = at;
            control.after(
                    Duration.ofNanos(at - System.nanoTime()),
                    () -> {
                        if (nextNanos == at) {
                            pass();
                        }
                    });
        }
    }

    /** Looks now. */
    void pass() {
        nextNanos = Long.MAX_VALUE;
        long start = System.nanoTime();
        try {
            look.run();
        } finally {
            lastCostNanos = System.nanoTime() - start;
        }
    }

    @Override
    public void settled() {
        if (!saveRequested) {
            saveRequested = true;
            control.after(
                    SAVE_AFTER,
                    () -> {
                        saveRequested = false;
                        save.run();
                    });
        }
    }
}

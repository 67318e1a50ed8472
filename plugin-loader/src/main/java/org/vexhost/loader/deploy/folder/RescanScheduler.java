package org.vexhost.loader.deploy.folder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.vexhost.loader.work.ControlThread;

/**
 * Decides when the next scan of the folder comes. One scan runs at a time, on another thread; a
 * scan that is asked for meanwhile comes after it. Confined to the control thread.
 */
public final class RescanScheduler implements Rescans {

    /** Events come in bursts: one look for all of a burst. */
    public static final Duration BURST = Duration.ofMillis(5);

    /** Looks at a large folder take at most a third of the time. */
    private static final Duration MAX_PAUSE = Duration.ofMillis(200);

    /** Preparations come in bursts: who owns which name is written once for all of a burst. */
    private static final Duration SAVE_AFTER = Duration.ofMillis(100);

    private final ControlThread control;
    private final Supplier<CompletableFuture<Void>> look;
    private final Supplier<Duration> interval;
    private final Runnable save;
    private List<CompletableFuture<Void>> asked = new ArrayList<>();
    private long nextNanos = Long.MAX_VALUE;
    private long beganNanos;
    private long lastCostNanos;
    private boolean looking;
    private boolean again;
    private boolean saveRequested;

    /**
     * Without a look yet.
     *
     * @param look begins a look; completes, on any thread, when what it saw is followed
     * @param interval how often to look where nobody asks for it
     * @param save writes down what came of attempts
     */
    public RescanScheduler(
            ControlThread control,
            Supplier<CompletableFuture<Void>> look,
            Supplier<Duration> interval,
            Runnable save) {
        this.control = control;
        this.look = look;
        this.interval = interval;
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

    /**
     * Looks now, or right after the look that is running.
     *
     * @return completes when what it saw is followed
     */
    public CompletableFuture<Void> passNow() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        asked.add(done);
        pass();
        return done;
    }

    /** How long the current look has been running; zero if there is none. */
    public Duration lookingFor() {
        return looking ? Duration.ofNanos(System.nanoTime() - beganNanos) : Duration.ZERO;
    }

    /** Looks, if the look that should have come by now was lost. */
    public void tick() {
        long overdue = nextNanos == Long.MAX_VALUE ? 0 : System.nanoTime() - nextNanos;
        if (!looking && (nextNanos == Long.MAX_VALUE || overdue > interval.get().toNanos())) {
            pass();
        }
    }

    private void pass() {
        nextNanos = Long.MAX_VALUE;
        if (looking) {
            again = true;
            return;
        }
        beganNanos = System.nanoTime();
        List<CompletableFuture<Void>> waiting = asked;
        asked = new ArrayList<>();
        var ignored =
                look.get().whenComplete((nothing, problem) -> control.deliver(() -> over(waiting)));
        looking = true;
    }

    private void over(List<CompletableFuture<Void>> waiting) {
        looking = false;
        lastCostNanos = System.nanoTime() - beganNanos;
        waiting.forEach(each -> each.complete(null));
        // Whatever a look met, there is another one.
        request(interval.get());
        if (again) {
            again = false;
            if (asked.isEmpty()) {
                request(Duration.ZERO);
            } else {
                pass();
            }
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

package org.vexhost.loader.deploy.folder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.vexhost.loader.work.ControlThread;

/**
 * Decides when the tools folder is scanned next. Only one scan runs at a time, on another thread. A
 * scan that is requested meanwhile runs afterwards. Confined to the control thread.
 */
public final class RescanScheduler implements Rescans {

    /**
     * The delay before a scan, after a file event. Events come in bursts, and one scan covers a
     * whole burst.
     */
    public static final Duration BURST = Duration.ofMillis(5);

    /**
     * The longest pause after a scan. The pause is twice the duration of the scan, so scans of a
     * large folder take at most a third of the time.
     */
    private static final Duration MAX_PAUSE = Duration.ofMillis(200);

    /**
     * The intervals of periodic scans.
     *
     * @param scan the longest time without a scan
     * @param wholeScan the longest time without a scan of everything
     */
    public record Intervals(Duration scan, Duration wholeScan) {

        private static final Duration WHOLE = Duration.ofSeconds(10);
        private static final Duration AT_REST = Duration.ofSeconds(5);
        private static final Duration WHOLE_AT_REST = Duration.ofSeconds(60);

        /**
         * Returns the intervals for a setting.
         *
         * @param configured the configured time between two scans
         * @param isAtRest whether nothing is pending, and each change of the folder has a file
         *     event
         */
        public static Intervals of(Duration configured, boolean isAtRest) {
            if (!isAtRest) {
                return new Intervals(configured, WHOLE);
            }
            return new Intervals(
                    configured.compareTo(AT_REST) < 0 ? AT_REST : configured, WHOLE_AT_REST);
        }
    }

    /**
     * The delay before names are saved. Preparations end in bursts, and one write covers a whole
     * burst.
     */
    private static final Duration SAVE_AFTER = Duration.ofMillis(100);

    private final ControlThread control;
    private final Function<ScanMode, CompletableFuture<Void>> look;
    private final Supplier<Intervals> intervals;
    private final Runnable save;
    private List<CompletableFuture<Void>> asked = new ArrayList<>();
    private long nextNanos = Long.MAX_VALUE;
    private long beganNanos;
    private long lastCostNanos;
    private boolean looking;
    private boolean again;
    private boolean saveRequested;
    private ScanMode mode = ScanMode.WHOLE;
    private long lastWholeNanos;

    /**
     * Creates a scheduler that has no scan scheduled yet.
     *
     * @param control runs the steps
     * @param look starts a scan; the future completes, on any thread, when its result is applied. A
     *     scan that was not requested looks only for changes, but after some time at everything
     * @param intervals the current intervals of periodic scans
     * @param save saves name ownership after preparations
     */
    public RescanScheduler(
            ControlThread control,
            Function<ScanMode, CompletableFuture<Void>> look,
            Supplier<Intervals> intervals,
            Runnable save) {
        this.control = control;
        this.look = look;
        this.intervals = intervals;
        this.save = save;
    }

    @Override
    public void request(Duration delay) {
        mode = ScanMode.WHOLE;
        schedule(delay);
    }

    private void schedule(Duration delay) {
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
     * Scans now, or immediately after the running scan.
     *
     * @return completes when the result is applied
     */
    public CompletableFuture<Void> passNow() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        asked.add(done);
        mode = ScanMode.WHOLE;
        pass();
        return done;
    }

    /** Returns how long the current scan has been running; zero if no scan is running. */
    public Duration lookingFor() {
        return looking ? Duration.ofNanos(System.nanoTime() - beganNanos) : Duration.ZERO;
    }

    /** Starts a scan if the scheduled scan was lost. */
    public void tick() {
        long overdue = nextNanos == Long.MAX_VALUE ? 0 : System.nanoTime() - nextNanos;
        if (!looking
                && (nextNanos == Long.MAX_VALUE || overdue > intervals.get().scan().toNanos())) {
            mode = ScanMode.WHOLE;
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
        if (beganNanos - lastWholeNanos >= intervals.get().wholeScan().toNanos()) {
            mode = ScanMode.WHOLE;
        }
        if (mode == ScanMode.WHOLE) {
            lastWholeNanos = beganNanos;
        }
        ScanMode current = mode;
        mode = ScanMode.IF_CHANGED;
        var ignored =
                look.apply(current)
                        .whenComplete((nothing, problem) -> control.deliver(() -> over(waiting)));
        looking = true;
    }

    private void over(List<CompletableFuture<Void>> waiting) {
        looking = false;
        lastCostNanos = System.nanoTime() - beganNanos;
        waiting.forEach(each -> each.complete(null));
        // The next scan is scheduled even if this one failed.
        schedule(intervals.get().scan());
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

package org.vexhost.loader.deploy.folder;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.artifact.Scan;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.work.ControlThread;
import org.vexhost.loader.work.FairPool;
import org.vexhost.loader.work.TimeLimit;

/**
 * Scans the grants and the tools folder on separate threads, because a disk can be slow or missing.
 * The control thread only receives the results. Confined to the control thread.
 */
public final class FolderScanner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderScanner.class);

    /**
     * How long a scan waits for the grants. If reading them takes longer, the tools folder is
     * scanned without the newest grants.
     */
    private static final Duration GRANTS_PATIENCE = Duration.ofSeconds(5);

    /** A scan that takes longer than this is logged. */
    private static final Duration SLOW = Duration.ofSeconds(10);

    private final ControlThread control;
    private final GrantStore grants;
    private final ToolsFolderMonitor monitor;
    private final ScheduledExecutorService timer;
    private final FairPool grantsThread = new FairPool("vexhost-look-grants-", 1);
    private final FairPool toolsThread = new FairPool("vexhost-look-", 1);
    private CompletableFuture<?> refreshing = CompletableFuture.completedFuture(null);
    private boolean complained;
    private volatile boolean areGrantsAtRest;
    private volatile boolean isFolderAtRest;

    /**
     * Creates a scanner and its threads.
     *
     * @param control runs the consumers
     * @param grants the grants to read
     * @param monitor scans the tools folder
     * @param timer limits the wait for grants; not closed by this object
     */
    public FolderScanner(
            ControlThread control,
            GrantStore grants,
            ToolsFolderMonitor monitor,
            ScheduledExecutorService timer) {
        this.timer = timer;
        this.control = control;
        this.grants = grants;
        this.monitor = monitor;
    }

    /**
     * Scans the grants, then the tools folder. Both consumers run on the control thread, if there
     * is something for them.
     *
     * @param changed receives the tools whose grants may have changed
     * @param seen receives the contents of the tools folder
     * @return completes when both consumers have run, or could not run
     */
    public CompletableFuture<Void> begin(
            ScanMode mode, Consumer<Set<String>> changed, Consumer<Scan> seen) {
        if (refreshing.isDone()) {
            refreshing =
                    CompletableFuture.supplyAsync(
                                    () -> refresh(mode), task -> on(grantsThread, task))
                            .thenCompose(
                                    tools -> tools.isEmpty() ? nothing() : follow(changed, tools));
        }
        CompletableFuture<Object> refreshed =
                TimeLimit.set(
                        refreshing.handle((nothing, problem) -> told("grants", problem)),
                        "",
                        GRANTS_PATIENCE,
                        timer);
        return refreshed
                .thenApplyAsync(ignored -> look(mode), task -> on(toolsThread, task))
                .thenCompose(scan -> scan.isEmpty() ? nothing() : follow(seen, scan.get()))
                .handle(
                        (nothing, problem) -> {
                            told("tools", problem);
                            return null;
                        });
    }

    private static CompletableFuture<Void> nothing() {
        return CompletableFuture.completedFuture(null);
    }

    private Set<String> refresh(ScanMode mode) {
        Set<String> changed =
                mode == ScanMode.IF_CHANGED && grants.isUnchanged() ? Set.of() : grants.refresh();
        areGrantsAtRest = changed.isEmpty() && grants.isAtRest();
        return changed;
    }

    private Optional<Scan> look(ScanMode mode) {
        Optional<Scan> scan =
                mode == ScanMode.IF_CHANGED && monitor.isUnchanged()
                        ? Optional.empty()
                        : Optional.of(monitor.look());
        isFolderAtRest = monitor.isAtRest();
        return scan;
    }

    /**
     * Whether the last scan found no change, and each further change has a file event. Then scans
     * may be rare.
     */
    public boolean isAtRest() {
        return areGrantsAtRest && isFolderAtRest;
    }

    private static void on(FairPool thread, Runnable task) {
        FairPool.Job ignored = thread.submit("look", 0, task);
    }

    private <T> CompletableFuture<Void> follow(Consumer<T> consumer, T value) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        control.deliver(
                () -> {
                    try {
                        consumer.accept(value);
                    } finally {
                        done.complete(null);
                    }
                });
        return done;
    }

    private static Object told(String what, @Nullable Throwable problem) {
        if (problem != null) {
            LOG.error("scanning {} failed; it is scanned again later", what, problem);
        }
        return what;
    }

    /** Logs a warning, once, if a scan takes too long. */
    public void complainAfter(Duration lookingFor) {
        boolean slow = lookingFor.compareTo(SLOW) > 0;
        if (slow && !complained) {
            LOG.warn(
                    "Tools folder '{}' has not answered for {} s; what is deployed is still"
                            + " serving",
                    monitor.path(),
                    lookingFor.toSeconds());
        } else if (!slow && complained) {
            LOG.info("Tools folder '{}' answers again", monitor.path());
        }
        complained = slow;
    }

    @Override
    public void close() {
        grantsThread.close();
        toolsThread.close();
    }
}

package org.vexhost.loader.deploy.bundle;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.deploy.bundle.ToolBundles.Run;
import org.vexhost.loader.deploy.store.HostState;
import org.vexhost.loader.deploy.version.ToolVersion;

/**
 * Keeps the bundles of tools up to date after versions change and operators enable or disable
 * tools. The framework and its disk can be slow, so the updates run on a separate thread. While
 * tools are being prepared, updates of bundles wait for up to five seconds, because callable tools
 * are more urgent. For each tool only the latest wanted bundle counts, and a failed update is
 * retried. The public methods are for the control thread.
 */
public final class BundleSynchronizer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BundleSynchronizer.class);

    /** The delay before a failed update of a bundle is retried. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** The longest time that updates of bundles wait while tools are being prepared. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private record Wanted(ToolBundles.Content content, Run run) {}

    private final ToolBundles bundles;
    private final HostState state;
    private final BooleanSupplier busy;
    private final ScheduledThreadPoolExecutor thread;

    /** All bundles that should exist. Guarded by this object, as are the next three fields. */
    private final Map<String, Wanted> wanted = new HashMap<>();

    /** Tools whose bundle may differ from the wanted one. */
    private final Set<String> changed = new LinkedHashSet<>();

    private boolean others;
    private long sinceNanos;

    /**
     * Tools for which the last update of the bundle failed. The failure was logged once. Only the
     * synchronizer's thread uses this set.
     */
    private final Set<String> failing = new HashSet<>();

    /**
     * Creates a synchronizer without any bundles.
     *
     * @param bundles installs, updates and removes the bundles
     * @param state tells which tools are disabled
     * @param busy tells whether tools are being prepared
     */
    public BundleSynchronizer(ToolBundles bundles, HostState state, BooleanSupplier busy) {
        this.bundles = bundles;
        this.state = state;
        this.busy = busy;
        thread =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread worker = new Thread(task, "vexhost-bundles");
                            worker.setDaemon(true);
                            return worker;
                        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // This periodic task does the work even if a scheduled step was lost.
        var ignored =
                thread.scheduleWithFixedDelay(
                        this::work, RETRY.toNanos(), RETRY.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Makes a bundle represent a version that serves now, or that waits and has no predecessor. */
    public synchronized void standsFor(ToolVersion version) {
        if (version.content().isEmpty()) {
            return;
        }
        var content = ToolBundles.Content.of(version.content().get());
        Wanted before = wanted.get(version.name());
        Wanted now = new Wanted(content, run(version.name()));
        if (before == null
                || before.run() != now.run()
                || !before.content().digest().equals(content.digest())) {
            wanted.put(version.name(), now);
            change(version.name());
        }
    }

    /** Starts or stops the bundle of a tool that was enabled or disabled. */
    public synchronized void follow(String tool) {
        Wanted before = wanted.get(tool);
        if (before != null) {
            wanted.put(tool, new Wanted(before.content(), run(tool)));
            change(tool);
        }
    }

    private Run run(String tool) {
        return state.disabled(tool).isPresent() ? Run.STOPPED : Run.STARTED;
    }

    /** Removes the bundle of a tool that was removed. */
    public synchronized void gone(String tool) {
        wanted.remove(tool);
        change(tool);
    }

    /** Removes all bundles that represent no tool, such as those that an earlier process left. */
    public synchronized void noOthers() {
        others = true;
        schedule(Duration.ZERO);
    }

    private void change(String tool) {
        if (changed.isEmpty()) {
            sinceNanos = System.nanoTime();
            schedule(Duration.ZERO);
        }
        changed.add(tool);
    }

    private void schedule(Duration delay) {
        try {
            var ignored = thread.schedule(this::work, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: bundles stay as they are");
        }
    }

    private void work() {
        try {
            retain();
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                others = true;
            }
            complain("removing bundles of tools that are gone", e);
        }
        for (Optional<String> tool = next(); tool.isPresent(); tool = next()) {
            makeOrRetry(tool.get());
        }
    }

    /** Logs a failure, if there is enough memory for a log line. */
    private static void complain(String what, Throwable e) {
        try {
            if (e instanceof OutOfMemoryError) {
                LOG.warn(
                        "{} failed for lack of memory or threads; it is tried again [{}]",
                        what,
                        e.getMessage());
            } else {
                LOG.error("{} failed; it is tried again", what, e);
            }
        } catch (OutOfMemoryError again) {
            // There is not enough memory for a log line.
        }
    }

    /**
     * Returns the next tool to update. While tools are being prepared, schedules a later check
     * instead.
     */
    private synchronized Optional<String> next() {
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        if (busy.getAsBoolean() && System.nanoTime() - sinceNanos < MAX_WAIT.toNanos()) {
            schedule(LOOK_AGAIN);
            return Optional.empty();
        }
        String tool = changed.iterator().next();
        changed.remove(tool);
        return Optional.of(tool);
    }

    private synchronized @Nullable Wanted wanted(String tool) {
        return wanted.get(tool);
    }

    private void makeOrRetry(String tool) {
        try {
            make(tool);
        } catch (RuntimeException | Error e) {
            if (failing.add(tool)) {
                complain("making the bundle of tool '%s'".formatted(tool), e);
            }
            again(tool);
        }
    }

    private void make(String tool) {
        Wanted now = wanted(tool);
        if (now == null) {
            bundles.uninstall(tool);
            failing.remove(tool);
            return;
        }
        try {
            bundles.put(now.content(), now.run());
            if (failing.remove(tool)) {
                LOG.info("Tool '{}' has its bundle", tool);
            }
        } catch (IOException e) {
            if (failing.add(tool) && !thread.isShutdown()) {
                LOG.warn(
                        "Tool '{}' has no bundle, or an outdated one: installing it failed"
                                + " [{}]; this is tried again",
                        tool,
                        e.getMessage());
            }
            again(tool);
        }
    }

    private void again(String tool) {
        try {
            var ignored = thread.schedule(() -> retry(tool), RETRY.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: bundle of tool '{}' stays as it is", tool);
        }
    }

    private synchronized void retry(String tool) {
        change(tool);
    }

    private void retain() {
        Set<String> tools;
        synchronized (this) {
            if (!others) {
                return;
            }
            others = false;
            tools = Set.copyOf(wanted.keySet());
        }
        bundles.retain(tools);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            boolean ignored = thread.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

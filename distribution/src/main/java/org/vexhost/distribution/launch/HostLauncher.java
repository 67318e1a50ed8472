package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.host.BuildInfo;
import org.vexhost.distribution.host.FileTrust;
import org.vexhost.distribution.host.HostControl;
import org.vexhost.distribution.host.HostHome;

/** One host in this process: from an empty folder to a running framework, and back. */
public final class HostLauncher implements HostControl {

    /** The largest {@code drainTimeoutMillis} that the host's settings may say. */
    static final Duration MAX_DRAIN = Duration.ofMinutes(10);

    /**
     * Longer than any drain: after it, the process ends whatever still runs. The wait for calls may
     * come twice, for those of the tools that serve and then for those that an update left behind.
     */
    public static final Duration MAX_STOP = MAX_DRAIN.multipliedBy(2).plusMinutes(1);

    /** After it, a host that is not ready ends, and says so. */
    public static final Duration MAX_START = Duration.ofMinutes(2);

    /** How long the end is tried again while the framework finds no thread for it. */
    private static final Duration MAX_STOP_TRIES = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(HostLauncher.class);

    private final HostHome home;
    private final Path distribution;
    private final boolean hasTerminal;
    private final BuildInfo build = BuildInfo.read();
    private final Instant startedAt =
            ProcessHandle.current().info().startInstant().orElse(Instant.now());
    private final CompletableFuture<List<String>> outcome = new CompletableFuture<>();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final Framework framework;
    private volatile boolean isEnding;

    private final FileTrust trust;

    private HostLauncher(HostHome home, Path distribution, boolean hasTerminal) throws IOException {
        trust = FileTrust.ofProcess(home.run());
        this.home = home;
        this.distribution = distribution;
        this.hasTerminal = hasTerminal;
        framework = new FrameworkFactory().newFramework(FrameworkConfiguration.of(home, build));
    }

    /**
     * Makes the folder for what a host prints; the rest is the host's to make.
     *
     * @throws LaunchException if that cannot be
     */
    public static void prepareLogs(HostHome home, Path distribution) throws LaunchException {
        new HomeSetup(home, distribution).makeLogs();
    }

    /**
     * Runs a host until somebody stops it.
     *
     * @param distribution where the product is unpacked
     * @param hasTerminal whether to start a console
     * @param whenReady told once, when the host answers
     * @throws LaunchException if it cannot start
     */
    public static void run(
            HostHome home, Path distribution, boolean hasTerminal, Runnable whenReady)
            throws LaunchException {
        List<String> notices = new HomeSetup(home, distribution).apply();
        try (HomeLock lock = HomeLock.take(home)) {
            LogSetup.apply(home);
            try {
                notices.forEach(LOG::warn);
                new HostLauncher(home, distribution, hasTerminal).runLocked(lock, whenReady);
            } finally {
                LogSetup.close();
            }
        } catch (IOException e) {
            throw new LaunchException("home '%s' cannot be unlocked".formatted(home.root()), e);
        }
    }

    private void runLocked(HomeLock lock, Runnable whenReady) throws LaunchException {
        LOG.info(
                "vexhost {} starts on '{}' [process {}, Java {}]",
                build.version(),
                home.root(),
                ProcessHandle.current().pid(),
                Runtime.version());
        Thread hook = new Thread(() -> endBySignal(lock), "vexhost-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        Thread.setDefaultUncaughtExceptionHandler(this::logUncaught);
        // Now, not when it is needed: then there may be no thread.
        Thread stopper = new Thread(this::stopWhenRequested, "vexhost-stop");
        stopper.setDaemon(true);
        stopper.start();
        try {
            start();
            whenReady.run();
            framework.waitForStop(0);
            LOG.info("vexhost has stopped");
        } catch (LaunchException e) {
            e.problems().forEach(LOG::error);
            stopFramework();
            throw e;
        } catch (RuntimeException e) {
            LOG.error("vexhost failed", e);
            stopFramework();
            throw new LaunchException("host failed, its log says why [%s]".formatted(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopFramework();
        } finally {
            removeHook(hook);
        }
    }

    private void start() throws LaunchException, InterruptedException {
        try {
            framework.init();
            framework.getBundleContext().registerService(HostControl.class, this, null);
            framework.getBundleContext().addFrameworkListener(HostLauncher::logFrameworkEvent);
            SystemBundles bundles =
                    new SystemBundles(
                            framework.getBundleContext(),
                            distribution.resolve("system"),
                            home.compiled());
            bundles.install();
            framework.start();
            bundles.requireAdministration();
        } catch (BundleException e) {
            throw new LaunchException("framework cannot start [%s]".formatted(e.getMessage()), e);
        }
        try {
            List<String> problems = outcome.get(MAX_START.toMillis(), TimeUnit.MILLISECONDS);
            if (!problems.isEmpty()) {
                throw new LaunchException(problems);
            }
        } catch (ExecutionException e) {
            throw new LaunchException("framework cannot start", e);
        } catch (TimeoutException e) {
            throw new LaunchException(
                    "host is not ready after %d seconds".formatted(MAX_START.toSeconds()), e);
        }
    }

    private static void logFrameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            LOG.error("bundle '{}' failed", event.getBundle(), event.getThrowable());
        } else if (event.getType() == FrameworkEvent.WARNING) {
            LOG.warn("bundle '{}' warns", event.getBundle(), event.getThrowable());
        }
    }

    /** A signal, or {@code System.exit} from anywhere: drain, then end with status 0. */
    private void endBySignal(HomeLock lock) {
        LOG.info("vexhost was told to end");
        stopFramework();
        LOG.info("vexhost has stopped");
        LogSetup.close();
        try {
            lock.close();
        } catch (IOException e) {
            // The process ends, and the lock with it.
        }
        ArchiveReserve.free();
        Runtime.getRuntime().halt(0);
    }

    /** Whatever a thread ends with is in the log, and does not get onto a terminal. */
    private void logUncaught(Thread thread, Throwable e) {
        try {
            if (isEnding) {
                LOG.debug("thread '{}' ended while the host did", thread.getName(), e);
            } else {
                LOG.error("thread '{}' ended", thread.getName(), e);
            }
        } catch (Throwable again) {
            // There is no memory to say it.
        }
    }

    private void stopWhenRequested() {
        try {
            stopRequested.await();
            stopFramework();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The framework stops on a thread that it makes. If there is none, calls have them all: their
     * bundles are stopped first, on this thread, which ends the calls.
     */
    private void beginStop() throws BundleException, InterruptedException {
        long end = System.nanoTime() + MAX_STOP_TRIES.toNanos();
        boolean isDrained = false;
        while (true) {
            try {
                framework.stop();
                return;
            } catch (OutOfMemoryError e) {
                if (!isDrained) {
                    isDrained = true;
                    new OrderlyEnd(framework.getBundleContext()).stopAll();
                    continue;
                }
                if (System.nanoTime() > end) {
                    LOG.error("host ends without draining: no thread can be started", e);
                    Runtime.getRuntime().halt(0);
                }
                Thread.sleep(50);
            }
        }
    }

    private void stopFramework() {
        isEnding = true;
        try {
            beginStop();
            framework.waitForStop(MAX_STOP.toMillis());
        } catch (BundleException e) {
            LOG.error("framework does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Files.deleteIfExists(home.socket());
        } catch (IOException e) {
            LOG.warn("socket '{}' stays", home.socket(), e);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook runs, and ends it when all is done.
            try {
                hook.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public HostHome home() {
        return home;
    }

    @Override
    public Path distribution() {
        return distribution;
    }

    @Override
    public FileTrust trust() {
        return trust;
    }

    @Override
    public String version() {
        return build.version();
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public boolean hasTerminal() {
        return hasTerminal;
    }

    @Override
    public void ready() {
        outcome.complete(List.of());
    }

    @Override
    public void failed(List<String> problems) {
        outcome.complete(problems);
    }

    @Override
    public void requestStop() {
        stopRequested.countDown();
    }
}

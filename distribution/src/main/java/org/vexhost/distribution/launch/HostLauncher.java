package org.vexhost.distribution.launch;

import java.io.IOException;
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
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.host.BuildInfo;
import org.vexhost.distribution.host.FileTrust;
import org.vexhost.distribution.host.HostControl;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.host.HostLog;

/** Runs one host in this process: sets up the home, starts the framework, and stops it. */
public final class HostLauncher implements HostControl {

    /** The largest value of {@code drainTimeoutMillis} in the host's settings. */
    static final Duration MAX_DRAIN = Duration.ofMinutes(10);

    /**
     * The time after which the process ends even if calls are still running. It is longer than any
     * drain, which may take its timeout twice: first for the calls of serving versions, then for
     * the calls of versions that an update replaced.
     */
    public static final Duration MAX_STOP = MAX_DRAIN.multipliedBy(2).plusMinutes(1);

    /** The time after which the host ends with an error if it is not ready. */
    public static final Duration MAX_START = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(HostLauncher.class);

    private final HostHome home;
    private final Path distribution;
    private final boolean hasTerminal;
    private final HostLog log;
    private final BuildInfo build = BuildInfo.read();
    private final Instant startedAt =
            ProcessHandle.current().info().startInstant().orElse(Instant.now());
    private final CompletableFuture<List<String>> outcome = new CompletableFuture<>();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final Framework framework;
    private final ServiceManager manager = new ServiceManager(System.getenv());
    private final HostShutdown shutdown;
    private final FileTrust trust;

    private HostLauncher(HostHome home, Path distribution, boolean hasTerminal, HostLog log)
            throws IOException {
        this.log = log;
        trust = FileTrust.ofProcess(home.run());
        this.home = home;
        this.distribution = distribution;
        this.hasTerminal = hasTerminal;
        framework = new FrameworkFactory().newFramework(FrameworkConfiguration.of(home, build));
        shutdown = new HostShutdown(framework, home, manager);
    }

    /**
     * Creates the folder for the host's output. The host itself creates all other folders.
     *
     * @throws LaunchException if the folder cannot be created
     */
    public static void prepareLogs(HostHome home, Path distribution) throws LaunchException {
        new HomeSetup(home, distribution).makeLogs();
    }

    /**
     * Runs a host until it is stopped. The home stays locked until the process ends, so that nobody
     * takes the host for stopped while its process still runs.
     *
     * @param distribution folder of the unpacked product
     * @param hasTerminal whether to start a console
     * @param whenReady called once when the host is ready
     * @throws LaunchException if the host cannot start
     */
    public static void run(
            HostHome home, Path distribution, boolean hasTerminal, Runnable whenReady)
            throws LaunchException {
        List<String> notices = new HomeSetup(home, distribution).apply();
        HomeLock lock = HomeLock.take(home);
        try {
            LogRing log = LogSetup.apply(home);
            try {
                notices.forEach(LOG::warn);
                new HostLauncher(home, distribution, hasTerminal, log).runLocked(lock, whenReady);
            } finally {
                LogSetup.close();
                lock.clear();
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
        Thread hook = new Thread(() -> shutdown.onSignal(lock), "vexhost-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        Thread.setDefaultUncaughtExceptionHandler(this::logUncaught);
        // The thread starts now, because it may be impossible to start a thread later.
        Thread stopper = new Thread(this::stopWhenRequested, "vexhost-stop");
        stopper.setDaemon(true);
        stopper.start();
        try {
            start();
            manager.ready(build.version());
            whenReady.run();
            framework.waitForStop(0);
            shutdown.logStopped();
        } catch (LaunchException e) {
            e.problems().forEach(LOG::error);
            shutdown.stopFramework();
            throw e;
        } catch (RuntimeException e) {
            LOG.error("vexhost failed", e);
            shutdown.stopFramework();
            throw new LaunchException("host failed, its log says why [%s]".formatted(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            shutdown.stopFramework();
        } finally {
            HostShutdown.forget(hook);
        }
    }

    private void start() throws LaunchException, InterruptedException {
        try {
            framework.init();
            framework.getBundleContext().registerService(HostControl.class, this, null);
            framework.getBundleContext().addFrameworkListener(new FrameworkEvents());
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

    /** Logs an uncaught exception instead of printing it on the terminal. */
    private void logUncaught(Thread thread, Throwable e) {
        try {
            if (shutdown.hasBegun()) {
                LOG.debug("thread '{}' ended while the host did", thread.getName(), e);
            } else {
                LOG.error("thread '{}' ended", thread.getName(), e);
            }
        } catch (Throwable again) {
            // There is not enough memory to log the exception.
        }
    }

    private void stopWhenRequested() {
        try {
            stopRequested.await();
            shutdown.stopFramework();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
    public HostLog log() {
        return log;
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

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
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.host.BuildInfo;
import org.vexhost.distribution.host.FileTrust;
import org.vexhost.distribution.host.HostControl;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.host.HostLog;

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
            LogRing log = LogSetup.apply(home);
            try {
                notices.forEach(LOG::warn);
                new HostLauncher(home, distribution, hasTerminal, log).runLocked(lock, whenReady);
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
        Thread hook = new Thread(() -> shutdown.onSignal(lock), "vexhost-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        Thread.setDefaultUncaughtExceptionHandler(this::logUncaught);
        // Now, not when it is needed: then there may be no thread.
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

    /** Whatever a thread ends with is in the log, and does not get onto a terminal. */
    private void logUncaught(Thread thread, Throwable e) {
        try {
            if (shutdown.hasBegun()) {
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

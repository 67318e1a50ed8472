package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.host.HostHome;

/**
 * Ends a host after SIGTERM, SIGINT or {@code vexhost stop}, and also if the host cannot start.
 * This class stops the framework, and the framework stops all bundles. While the loader's bundle
 * stops, the loader accepts no more calls and waits for the calls that are running.
 */
final class HostShutdown {

    /** The time for which the stop is tried again if no thread can be started for it. */
    private static final Duration MAX_TRIES = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(HostLauncher.class);

    private final Framework framework;
    private final HostHome home;
    private final ServiceManager manager;
    private volatile boolean hasBegun;
    private boolean isLogged;

    HostShutdown(Framework framework, HostHome home, ServiceManager manager) {
        this.framework = framework;
        this.home = home;
        this.manager = manager;
    }

    /** Whether the host is ending or has ended. */
    boolean hasBegun() {
        return hasBegun;
    }

    /**
     * Drains the host and ends the process with status 0. Runs as a shutdown hook after SIGTERM,
     * SIGINT or {@code System.exit}. Does not return.
     */
    void onSignal(HomeLock lock) {
        LOG.info("vexhost was told to end");
        stopFramework();
        logStopped();
        LogSetup.close();
        try {
            lock.clear();
        } catch (IOException e) {
            // The next host replaces the process id.
        }
        ArchiveReserve.freeWhenCompiled();
        Runtime.getRuntime().halt(0);
    }

    /** Stops the framework, waits until it has stopped, and removes the admin socket. */
    void stopFramework() {
        if (!hasBegun) {
            hasBegun = true;
            manager.stopping();
        }
        try {
            beginStop();
            framework.waitForStop(HostLauncher.MAX_STOP.toMillis());
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

    /**
     * Begins to stop the framework on a new thread. If no thread can be started, calls probably use
     * all threads. In that case, this thread first stops the bundles, which ends the calls.
     */
    private void beginStop() throws BundleException, InterruptedException {
        long end = System.nanoTime() + MAX_TRIES.toNanos();
        boolean isDrained = false;
        while (true) {
            try {
                framework.stop();
                return;
            } catch (OutOfMemoryError e) {
                if (!isDrained) {
                    isDrained = true;
                    new BundleStopper(framework.getBundleContext()).stopAll();
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

    /**
     * Logs once that the host has stopped. If several threads call this, all wait until the line is
     * written, because the next step of each thread closes the log.
     */
    synchronized void logStopped() {
        if (!isLogged) {
            isLogged = true;
            LOG.info("vexhost has stopped");
        }
    }

    /**
     * Removes the shutdown hook. If the process is already ending, waits for the hook, which ends
     * the process.
     */
    static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is already ending. The hook is running, and ends the process when it has
            // finished.
            try {
                hook.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

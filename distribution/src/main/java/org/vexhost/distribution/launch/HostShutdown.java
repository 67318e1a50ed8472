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
 * How a host ends: on SIGTERM and SIGINT, on {@code vexhost stop}, and when it could not start. The
 * framework stops its bundles; the loader's takes no more calls then, and waits for those in
 * flight.
 */
final class HostShutdown {

    /** How long the end is tried again while the framework finds no thread for it. */
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

    /** Whether the host ends, or has ended. */
    boolean hasBegun() {
        return hasBegun;
    }

    /**
     * SIGTERM or SIGINT, as a shutdown hook, or {@code System.exit} from anywhere: drains, and ends
     * the process with status 0. Does not return.
     */
    void onSignal(HomeLock lock) {
        LOG.info("vexhost was told to end");
        stopFramework();
        logStopped();
        LogSetup.close();
        try {
            lock.close();
        } catch (IOException e) {
            // The process ends, and the lock with it.
        }
        ArchiveReserve.free();
        Runtime.getRuntime().halt(0);
    }

    /** Stops the framework, waits until it has, and removes the admin socket. */
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
     * The framework stops on a thread that it makes. If there is none, calls have them all: their
     * bundles are stopped first, on this thread, which ends the calls.
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
     * Says once that the host has stopped, whoever notices first. The others wait for the line:
     * what follows closes the log.
     */
    synchronized void logStopped() {
        if (!isLogged) {
            isLogged = true;
            LOG.info("vexhost has stopped");
        }
    }

    /** The process lives on without the hook; or it is ending already, and the hook ends it. */
    static void forget(Thread hook) {
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
}

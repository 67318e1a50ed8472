package org.vexhost.ssh;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.server.SshServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.ShellSessions;
import org.vexhost.ssh.key.AuthorizedKeys;

/**
 * Listens for SSH clients until it is closed. If the port cannot be opened, or stops listening, it
 * is opened again a moment later.
 */
final class SshHost implements AutoCloseable {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration MAX_DRAIN = Duration.ofSeconds(3);
    private static final long STEP_MILLIS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(SshHost.class);

    private final SshSettings settings;
    private final String fingerprint;
    private final ShellThreads threads;
    private final SignIns signIns;
    private final ServerFactory factory;
    private final ScheduledThreadPoolExecutor timer;
    private @Nullable SshServer server;
    private String problem = "";
    private boolean isClosed;

    SshHost(
            SshSettings settings,
            KeyPair hostKey,
            AuthorizedKeys keys,
            ShellSessions shells,
            Supplier<AuditTrail> audit) {
        this.settings = settings;
        fingerprint = KeyUtils.getFingerPrint(hostKey.getPublic());
        threads = new ShellThreads(settings.maxSessions());
        signIns =
                new SignIns(
                        keys,
                        new SignInThrottle(System::nanoTime),
                        new SignInAudit(audit),
                        settings.maxSessions());
        factory = new ServerFactory(settings, hostKey, shells, threads, signIns);
        timer = new ScheduledThreadPoolExecutor(1, new SshThreads("vexhost-ssh-timer"));
        timer.setRemoveOnCancelPolicy(true);
        int ignored = keys.count();
    }

    /** Starts to listen. */
    void start() {
        listen();
        var ignored =
                timer.scheduleWithFixedDelay(
                        this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An exception would end the schedule, so none leaves this method. */
    private void tick() {
        try {
            listen();
            signIns.check();
            threads.check();
        } catch (RuntimeException | Error e) {
            LOG.warn("SSH cannot check its sessions", e);
        }
    }

    private synchronized void listen() {
        SshServer now = server;
        if (isClosed || (now != null && now.isOpen() && !now.getBoundAddresses().isEmpty())) {
            return;
        }
        if (now != null) {
            boolean ignored = close(now);
            server = null;
        }
        SshServer begun = factory.create(timer);
        try {
            begun.start();
            server = begun;
            problem = "";
            LOG.info(
                    "shell is available by SSH on {} port {} [host key {}]",
                    settings.address(),
                    settings.port(),
                    fingerprint);
        } catch (IOException | RuntimeException e) {
            boolean ignored = close(begun);
            String why = String.valueOf(e.getMessage());
            if (!why.equals(problem)) {
                problem = why;
                LOG.error(
                        "port {} of {} cannot be opened for SSH, which is tried again [{}]",
                        settings.port(),
                        settings.address(),
                        why);
            }
        }
    }

    private static boolean close(SshServer ending) {
        try {
            return ending.close(true).await(MAX_DRAIN);
        } catch (IOException | RuntimeException e) {
            LOG.debug("SSH server cannot be closed", e);
            return false;
        }
    }

    /** Tells all clients that the host stops, and ends their sessions. */
    @Override
    public void close() {
        SshServer ending;
        synchronized (this) {
            isClosed = true;
            ending = server;
            server = null;
        }
        signIns.endAll("host stops its shell by SSH");
        await();
        if (ending != null && !close(ending)) {
            LOG.warn("SSH server does not end");
        }
        threads.close();
        timer.shutdownNow().forEach(task -> LOG.trace("'{}' does not run any more", task));
    }

    private void await() {
        long end = System.nanoTime() + MAX_DRAIN.toNanos();
        try {
            while (!signIns.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(STEP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

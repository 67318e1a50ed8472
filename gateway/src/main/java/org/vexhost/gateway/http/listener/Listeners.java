package org.vexhost.gateway.http.listener;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.admin.HealthCheck;
import org.vexhost.api.admin.HealthFinding;
import org.vexhost.gateway.caller.CallerDirectory;
import org.vexhost.gateway.http.settings.HttpSettings;

/**
 * Opens and closes ports according to the settings, and reports whether they respond. Each port is
 * checked repeatedly, since the reason why it cannot be opened may disappear. Used by one thread,
 * apart from {@link #findings} and {@link #areChanging}.
 */
final class Listeners implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    /** A port without a response for so long is an error. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The longest wait for ports that are being closed. */
    private static final long MAX_CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long CLOSE_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ConfigurationAdmin configurations;
    private final Http2Support http2;
    private final CallerDirectory callers;
    private final PortProbe probe;
    private final Path home;
    private final Map<String, Listener> open = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private volatile List<HealthFinding> findings = List.of();

    /** Whether a listener was changed by the last look, or is opening or closing. */
    private volatile boolean areChanging;

    /** The settings in effect; null while a port does not respond. */
    private @Nullable HttpSettings done;

    /** Whether callers were configured then. */
    private boolean isDoneWithCallers;

    /** A listener that was configured. */
    private static final class Listener {
        private final Map<String, Object> felix;
        private final String host;
        private final int port;
        private final long openedNanos = System.nanoTime();
        private boolean hasAnswered;
        private boolean isLate;

        Listener(Map<String, Object> felix, String host, int port) {
            this.felix = felix;
            this.host = host;
            this.port = port;
        }

        /** How long ago it was configured, in nanoseconds. */
        private long age() {
            return System.nanoTime() - openedNanos;
        }

        private boolean isOpening() {
            return !hasAnswered && age() < PATIENCE_NANOS;
        }
    }

    Listeners(
            ConfigurationAdmin configurations,
            Http2Support http2,
            CallerDirectory callers,
            PortProbe probe,
            Path home) {
        this.configurations = configurations;
        this.http2 = http2;
        this.callers = callers;
        this.probe = probe;
        this.home = home;
    }

    /** Whether {@link #look} has nothing to do until the settings or the callers change. */
    boolean isDone(HttpSettings settings) {
        return settings.equals(done) && callers.isConfigured() == isDoneWithCallers;
    }

    /** Takes one step towards the configured state. */
    void look(HttpSettings settings) {
        areChanging = areOpening();
        if (isDone(settings)) {
            return;
        }
        boolean hasCallers = callers.isConfigured();
        Optional<String> refusal = settings.refusal(hasCallers);
        done = null;
        if (refusal.isPresent()) {
            close(FelixSettings.MAIN);
            close(FelixSettings.ADMIN);
            tell("refusal", "HTTP is not started: " + refusal.get());
            findings =
                    List.of(
                            HealthFinding.notReady(
                                    "http", "not started, the log names the setting"));
            return;
        }
        told.remove("refusal");
        one(settings, FelixSettings.MAIN, settings.host(), settings.port().orElse(0));
        one(settings, FelixSettings.ADMIN, settings.adminHost(), settings.adminPort().orElse(0));
        List<HealthFinding> now = new ArrayList<>();
        find(now, FelixSettings.MAIN, settings.port());
        find(now, FelixSettings.ADMIN, settings.adminPort());
        findings = List.copyOf(now);
        if (now.isEmpty() && told.isEmpty()) {
            done = settings;
            isDoneWithCallers = hasCallers;
        }
    }

    private void find(List<HealthFinding> now, String name, OptionalInt port) {
        Listener listener = open.get(name);
        if (port.isPresent() && (listener == null || !listener.hasAnswered)) {
            now.add(
                    HealthFinding.notReady(
                            "http", "listener '%s' does not answer".formatted(name)));
        }
    }

    /** Whether a port was configured a moment ago and has not answered yet. */
    boolean areOpening() {
        return open.values().stream().anyMatch(Listener::isOpening);
    }

    /** Whether servlets may be missing because a listener is opening or closing. */
    boolean areChanging() {
        return areChanging;
    }

    @Override
    public List<HealthFinding> findings() {
        return findings;
    }

    /** Closes all ports. */
    void close() {
        List<Listener> closing = List.copyOf(open.values());
        close(FelixSettings.MAIN);
        close(FelixSettings.ADMIN);
        long end = System.nanoTime() + MAX_CLOSE_NANOS;
        for (Listener listener : closing) {
            while (!PortProbe.isFree(listener.host, listener.port) && System.nanoTime() < end) {
                LockSupport.parkNanos(CLOSE_LOOK_NANOS);
            }
        }
    }

    private void one(HttpSettings settings, String name, String host, int port) {
        if (port == 0) {
            close(name);
            return;
        }
        Map<String, Object> felix = FelixSettings.of(settings, name, host, port, home);
        Listener listener = open.get(name);
        if (listener == null || !listener.felix.equals(felix)) {
            if (listener == null && !PortProbe.isFree(host, port)) {
                tell(name, "port %s:%d is used by another program".formatted(host, port));
                return;
            }
            try {
                http2.findEncoders();
                if (settings.isHttp2()) {
                    http2.startMediator();
                }
                areChanging = true;
                configuration(name).update(FrameworkUtil.asDictionary(felix));
                listener = new Listener(felix, host, port);
                open.put(name, listener);
            } catch (BundleException | IOException e) {
                tell(name, "listener '%s' cannot be configured [%s]".formatted(name, e));
                return;
            }
        }
        check(listener, settings, name, host, port);
    }

    private void check(
            Listener listener, HttpSettings settings, String name, String host, int port) {
        if (listener.hasAnswered) {
            return;
        }
        boolean isTls = settings.tls().isPresent();
        String url = "%s://%s:%d".formatted(isTls ? "https" : "http", host, port);
        if (probe.answers(host, port, isTls)) {
            listener.hasAnswered = true;
            told.remove(name);
            LOG.info("listener '{}' answers at {}", name, url);
        } else if (!listener.isLate && listener.age() > PATIENCE_NANOS) {
            listener.isLate = true;
            tell(
                    name,
                    "listener '%s' does not answer at %s; see what was logged before"
                            .formatted(name, url));
        }
    }

    private void close(String name) {
        told.remove(name);
        if (open.remove(name) != null) {
            areChanging = true;
            try {
                configuration(name).delete();
                LOG.info("listener '{}' is closed", name);
            } catch (IOException | IllegalStateException e) {
                LOG.warn("listener '{}' cannot be closed [{}]", name, e.toString());
            }
        }
    }

    private Configuration configuration(String name) throws IOException {
        return name.equals(FelixSettings.MAIN)
                ? configurations.getConfiguration(FelixSettings.PID, "?")
                : configurations.getFactoryConfiguration(FelixSettings.PID, name, "?");
    }

    private void tell(String about, String problem) {
        if (!problem.equals(told.put(about, problem))) {
            LOG.error("{}", problem);
        }
    }
}

package org.vexhost.console;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.HealthCheck;
import org.vexhost.api.admin.HealthFinding;
import org.vexhost.api.admin.LogTail;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.web.TokenCheck;
import org.vexhost.api.web.WebPages;
import org.vexhost.console.host.HostServices;
import org.vexhost.console.host.LoadHistory;

/**
 * The component of the console. While the configuration does not enable it, it has no pages and no
 * thread.
 */
@Component(
        immediate = true,
        configurationPid = "org.vexhost.console",
        service = {})
public final class ConsoleComponent implements HostServices {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleComponent.class);
    private static final String FILE = "org.vexhost.console.cfg";

    private final BundleContext context;
    private final List<HealthCheck> checks = new CopyOnWriteArrayList<>();

    /** The console's parts; null while the console is off. Guarded by this. */
    private @Nullable Running running;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ToolAdministration administration;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ToolExecutor toolExecutor;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable CallerAdministration callerAdministration;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable TokenCheck tokenCheck;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable LogTail logTail;

    /** The parts of the console while it is on. */
    private record Running(
            ServiceRegistration<WebPages> registration, ScheduledExecutorService thread) {}

    /** Called by Declarative Services. */
    @Activate
    public ConsoleComponent(BundleContext context, Map<String, Object> values) {
        this.context = context;
        modified(values);
    }

    /** Applies changed settings; invalid settings change nothing. */
    @Modified
    public void modified(Map<String, Object> values) {
        try {
            ConsoleSettings settings =
                    ConsoleSettings.read(values, text -> LOG.warn("{}: {}", FILE, text));
            turn(settings.isEnabled());
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "{} is invalid, the earlier settings stay in effect [{}]",
                    FILE,
                    e.getMessage());
        }
    }

    /** Turns the console off, which ends all sessions. */
    @Deactivate
    public void close() {
        turn(false);
    }

    private synchronized void turn(boolean isOn) {
        Running now = running;
        if (isOn && now == null) {
            running = begin();
            LOG.info("the console is on, at /console/ of the listener for administration");
        } else if (!isOn && now != null) {
            now.registration.unregister();
            now.thread.shutdownNow();
            running = null;
            LOG.info("the console is off");
        }
    }

    private Running begin() {
        LoadHistory history = new LoadHistory();
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread made = new Thread(task, "vexhost-console");
                            made.setDaemon(true);
                            return made;
                        });
        ScheduledFuture<?> ignored =
                thread.scheduleWithFixedDelay(
                        () -> sample(history), 0, LoadHistory.PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return new Running(
                context.registerService(
                        WebPages.class,
                        new ConsolePages(this, history, InstantSource.system()),
                        null),
                thread);
    }

    private void sample(LoadHistory history) {
        try {
            tools().ifPresent(found -> history.sample(found, System.nanoTime()));
        } catch (RuntimeException | Error e) {
            LOG.error("the load cannot be read, it will be tried again", e);
        }
    }

    /** Adds a health check. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeCheck")
    public void addCheck(HealthCheck check) {
        checks.add(check);
    }

    /** Removes a health check. */
    public void removeCheck(HealthCheck check) {
        checks.remove(check);
    }

    @Override
    public Optional<ToolAdministration> tools() {
        return Optional.ofNullable(administration);
    }

    @Override
    public Optional<ToolExecutor> executor() {
        return Optional.ofNullable(toolExecutor);
    }

    @Override
    public Optional<CallerAdministration> callers() {
        return Optional.ofNullable(callerAdministration);
    }

    @Override
    public Optional<TokenCheck> tokens() {
        return Optional.ofNullable(tokenCheck);
    }

    @Override
    public Optional<LogTail> log() {
        return Optional.ofNullable(logTail);
    }

    @Override
    public List<HealthFinding> findings() {
        return checks.stream().flatMap(check -> check.findings().stream()).toList();
    }
}

package org.vexhost.gateway.http.listener;

import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.felix.http.jetty.LoadBalancerCustomizerFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.admin.HealthCheck;
import org.vexhost.api.admin.Measurements;
import org.vexhost.api.admin.MetricsExporter;
import org.vexhost.gateway.caller.CallerDirectory;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.gate.Gate;
import org.vexhost.gateway.http.servlet.BodyBudget;
import org.vexhost.gateway.http.servlet.FrontServlet;
import org.vexhost.gateway.http.servlet.FrontServlet.Front;
import org.vexhost.gateway.http.servlet.GateFilter;
import org.vexhost.gateway.http.servlet.HttpTraffic;
import org.vexhost.gateway.http.servlet.NotReadyErrors;
import org.vexhost.gateway.http.servlet.Routes;
import org.vexhost.gateway.http.servlet.StreamLimits;
import org.vexhost.gateway.http.settings.HttpSettings;
import org.vexhost.gateway.http.settings.HttpSettingsReader;
import org.vexhost.gateway.time.Ticker;

/** The host's HTTP listeners: off until {@code etc/org.vexhost.http.cfg} names a port. */
@Component(
        immediate = true,
        configurationPid = "org.vexhost.http",
        service = {})
public final class HttpComponent {

    private static final Logger LOG = LoggerFactory.getLogger(HttpComponent.class);
    private static final String HOME_PROPERTY = "vexhost.home";
    private static final String PREFIX = "osgi.http.whiteboard.";
    private static final long LOOK_MILLIS = 500;
    private static final long OPENING_LOOK_MILLIS = 50;

    /**
     * The longest wait for changed settings while all ports respond. It bounds the time for which a
     * port stays open after its last caller was removed.
     */
    private static final long MAX_WAIT_MILLIS = 5_000;

    /** The longest wait for the thread's end, which a probe of a port delays by 2 s at most. */
    private static final long MAX_END_MILLIS = 3_000;

    private final CallerDirectory callers;
    private final Routes routes = new Routes();
    private final Ticker ticker;
    private final StreamLimits streams = new StreamLimits();
    private final BodyBudget budget = BodyBudget.ofHeap();
    private final HttpTraffic traffic = new HttpTraffic(streams);
    private final List<HealthCheck> checks = new CopyOnWriteArrayList<>();
    private final Readiness readiness = new Readiness(checks);
    private final PortProbe probe = new PortProbe();
    private final Bundle framework;
    private final Listeners listeners;
    private final ScheduledExecutorService thread;

    /** A permit for each change of the settings that the thread has not noticed yet. */
    private final Semaphore changes = new Semaphore(0);

    private final List<ServiceRegistration<?>> services;
    private volatile HttpSettings settings = HttpSettings.OFF;
    private volatile Front front;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable MetricsExporter exporter;

    /** Reads the settings. Ports open a moment later. */
    @Activate
    public HttpComponent(
            BundleContext context,
            Map<String, Object> values,
            @Reference ConfigurationAdmin configurations,
            @Reference CallerDirectory callers,
            @Reference Ticker ticker) {
        this.callers = callers;
        this.ticker = ticker;
        framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        Path home = Path.of(String.valueOf(context.getProperty(HOME_PROPERTY)));
        listeners = new Listeners(configurations, new Http2Support(context), callers, probe, home);
        front = front(settings);
        routes.add(new HealthRoute("/healthz", List::of, probe::arrived));
        routes.add(new HealthRoute("/readyz", readiness::findings, mark -> {}));
        routes.add(
                new MetricsRoute(
                        () -> Optional.ofNullable(exporter), () -> settings.metricsListener()));
        for (String resource : List.of("", "/mcp")) {
            routes.add(new ResourceMetadata(resource, () -> settings, callers));
        }
        modified(values);
        services =
                List.of(
                        context.registerService(Measurements.class, traffic, null),
                        context.registerService(HealthCheck.class, listeners, null),
                        context.registerService(
                                Preprocessor.class,
                                new GateFilter(() -> front),
                                FrameworkUtil.asDictionary(
                                        Map.of(
                                                PREFIX + "target",
                                                "(" + FelixSettings.NAME + "=*)"))),
                        servlet(context, FelixSettings.MAIN),
                        servlet(context, FelixSettings.ADMIN),
                        // Removed last; see FelixSettings.CUSTOMIZER.
                        context.registerService(
                                LoadBalancerCustomizerFactory.class,
                                new NotReadyErrors(this::isChanging),
                                FrameworkUtil.asDictionary(
                                        Map.of(Constants.SERVICE_RANKING, Integer.MAX_VALUE))));
        thread =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread made = new Thread(task, "vexhost-http-listeners");
                            made.setDaemon(true);
                            return made;
                        });
        ScheduledFuture<?> ignored =
                thread.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Applies changed settings. Invalid settings change nothing. */
    @Modified
    public void modified(Map<String, Object> values) {
        try {
            HttpSettings next =
                    HttpSettingsReader.read(
                            values,
                            text ->
                                    LOG.warn(
                                            "org.vexhost.http.cfg has an {}, which is ignored",
                                            text));
            settings = next;
            front = front(next);
            changes.release();
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "org.vexhost.http.cfg cannot be used, the earlier settings stay in effect [{}]",
                    e.getMessage());
        }
    }

    /**
     * Closes all ports. The servlets are removed last, so that requests are answered until the
     * ports are closed.
     */
    @Deactivate
    public void close() {
        thread.shutdownNow();
        try {
            // Until its end, the thread may open a port again.
            boolean ignored = thread.awaitTermination(MAX_END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            listeners.close();
        } finally {
            services.forEach(ServiceRegistration::unregister);
        }
    }

    /** Adds a route. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "removeRoute")
    public void addRoute(HttpRoute route) {
        routes.add(route);
    }

    /** Removes a route. Requests that it has begun continue. */
    public void removeRoute(HttpRoute route) {
        routes.remove(route);
    }

    /** Adds a check to the readiness of the host. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeCheck")
    public void addCheck(HealthCheck check) {
        checks.add(check);
    }

    /** Removes a check. */
    public void removeCheck(HealthCheck check) {
        checks.remove(check);
    }

    private void look() {
        try {
            if (listeners.isDone(settings)) {
                awaitChange();
            }
            int ignored = changes.drainPermits();
            listeners.look(settings);
            while (listeners.areOpening()) {
                Thread.sleep(OPENING_LOOK_MILLIS);
                listeners.look(settings);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The component is closed.
        } catch (RuntimeException | Error e) {
            complain(e);
        }
    }

    private static void complain(Throwable e) {
        try {
            LOG.error("checking the listeners failed, it is tried again", e);
        } catch (RuntimeException | Error again) {
            // Logging failed. The next failure is logged again.
        }
    }

    private void awaitChange() throws InterruptedException {
        boolean ignored = changes.tryAcquire(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Front front(HttpSettings next) {
        return new Front(next, routes, new Gate(next, callers), ticker, streams, budget, traffic);
    }

    private boolean isHostChanging() {
        return framework.getState() != Bundle.ACTIVE;
    }

    private boolean isChanging() {
        return isHostChanging() || listeners.areChanging();
    }

    private ServiceRegistration<?> servlet(BundleContext context, String listener) {
        return context.registerService(
                Servlet.class,
                new FrontServlet(
                        () -> front, listener.equals(FelixSettings.ADMIN), this::isHostChanging),
                FrameworkUtil.asDictionary(
                        Map.of(
                                PREFIX + "servlet.pattern",
                                "/*",
                                PREFIX + "servlet.name",
                                "vexhost-" + listener,
                                PREFIX + "servlet.asyncSupported",
                                true,
                                PREFIX + "target",
                                "(" + FelixSettings.NAME + "=" + listener + ")")));
    }
}

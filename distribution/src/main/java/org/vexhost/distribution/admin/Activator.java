package org.vexhost.distribution.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.osgi.service.condition.Condition;
import org.osgi.service.log.LoggerFactory;
import org.slf4j.Logger;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.HealthCheck;
import org.vexhost.api.admin.LogTail;
import org.vexhost.api.admin.McpConnector;
import org.vexhost.api.admin.Settings;
import org.vexhost.api.admin.ShellSessions;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.distribution.admin.folder.BundleFolder;
import org.vexhost.distribution.admin.folder.BundleNotes;
import org.vexhost.distribution.admin.folder.ConfigurationFolder;
import org.vexhost.distribution.admin.folder.EditNotes;
import org.vexhost.distribution.admin.folder.FolderEvents;
import org.vexhost.distribution.admin.folder.FolderUpdates;
import org.vexhost.distribution.admin.folder.OptionalBundle;
import org.vexhost.distribution.admin.folder.Poll;
import org.vexhost.distribution.admin.folder.RestCollection;
import org.vexhost.distribution.admin.shell.SpareThread;
import org.vexhost.distribution.admin.socket.AdminServer;
import org.vexhost.distribution.host.HostControl;
import org.vexhost.distribution.host.HostHome;

/**
 * Starts the administration bundle. This is a plain activator and not a component, because it has
 * to work and report problems even if components do not work.
 *
 * <p>Configuration is read while this bundle starts, because the bundles that it configures start
 * later. Everything else begins when the whole framework has started.
 */
public final class Activator implements BundleActivator {

    private static final Logger LOG = org.slf4j.LoggerFactory.getLogger(Activator.class);

    /** The condition that is registered when the host is ready. */
    private static final String READY = "org.vexhost.ready";

    private static final long POLL_MILLIS = 500;
    private static final long MAX_SETTLE_MILLIS = 10_000;

    private final List<AutoCloseable> resources = new ArrayList<>();
    private boolean isStopped;

    /** Creates the activator; called by the framework. */
    public Activator() {}

    @Override
    public void start(BundleContext context) throws IOException {
        HostControl host = require(context, HostControl.class);
        context.registerService(LoggerFactory.class, new OsgiLog(), null);
        context.registerService(LogTail.class, new RecentLog(host.log()), null);
        context.registerService(
                Settings.class,
                new ConfiguredSettings(require(context, ConfigurationAdmin.class)),
                null);
        List<OptionalBundle> optional =
                List.of(optional(context, host, "traces"), optional(context, host, "ssh"));
        optional.forEach(
                each ->
                        context.registerService(
                                SynchronousConfigurationListener.class, each, null));
        ConfigurationFolder configuration =
                new ConfigurationFolder(
                        require(context, ConfigurationAdmin.class),
                        host.home().etc(),
                        host.trust(),
                        defaults(host.home()),
                        System::nanoTime);
        configuration.begin();
        context.addFrameworkListener(
                new FrameworkListener() {
                    @Override
                    public void frameworkEvent(FrameworkEvent event) {
                        if (event.getType() == FrameworkEvent.STARTED) {
                            context.removeFrameworkListener(this);
                            Thread starter =
                                    new Thread(
                                            () -> begin(context, host, configuration, optional),
                                            "vexhost-start");
                            starter.start();
                        }
                    }
                });
    }

    /**
     * A bundle {@code vexhost-NAME} that is installed while {@code org.vexhost.NAME} asks for it.
     */
    private static OptionalBundle optional(BundleContext context, HostControl host, String name) {
        return new OptionalBundle(
                context.getBundle(0).getBundleContext(),
                require(context, ConfigurationAdmin.class),
                "org.vexhost." + name,
                host.distribution().resolve("system").resolve("optional"),
                "vexhost-%s-".formatted(name));
    }

    /** The default settings that depend on the path of the home. */
    private static Map<String, Map<String, Object>> defaults(HostHome home) {
        return Map.of("org.vexhost.engine", Map.of("cacheDirectory", home.compiled().toString()));
    }

    private void begin(
            BundleContext context,
            HostControl host,
            ConfigurationFolder configuration,
            List<OptionalBundle> optional) {
        try {
            List<String> problems = awaitWhole(context);
            if (!problems.isEmpty()) {
                host.failed(problems);
                return;
            }
            optional.forEach(OptionalBundle::update);
            BundleContext framework = context.getBundle(0).getBundleContext();
            BundleFolder bundles =
                    new BundleFolder(
                            framework, host.home().bundles(), host.trust(), System::nanoTime);
            bundles.update();
            watch(context, host, configuration, optional, bundles);
            serve(context, host);
            LOG.debug("the host is ready");
            host.ready();
            context.registerService(
                    Condition.class,
                    Condition.INSTANCE,
                    FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, READY)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            if (isStopped()) {
                LOG.debug("the host was told to end while it started", e);
            } else {
                LOG.error("administration cannot start", e);
                host.failed(List.of("administration cannot start [%s]".formatted(e)));
            }
        }
    }

    private List<String> awaitWhole(BundleContext context) throws InterruptedException {
        StartupCheck check = new StartupCheck(context);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_SETTLE_MILLIS);
        List<String> problems = check.problems();
        while (!problems.isEmpty() && System.nanoTime() < end && !isStopped()) {
            Thread.sleep(50);
            problems = check.problems();
        }
        return problems;
    }

    private void watch(
            BundleContext context,
            HostControl host,
            ConfigurationFolder configuration,
            List<OptionalBundle> optional,
            BundleFolder bundles) {
        Dynamic<AuditTrail> audit = Dynamic.of(context, AuditTrail.class);
        keep(audit);
        EditNotes edits = new EditNotes(host.home().etc(), audit::get, System::nanoTime);
        FolderEvents events = new FolderEvents();
        BundleNotes notes = new BundleNotes(audit::get, GogoShell.CALLER, events::wake);
        context.addBundleListener(notes);
        keep(notes::update);
        keep(() -> context.removeBundleListener(notes));
        FolderUpdates updates =
                new FolderUpdates(
                        host.home(),
                        configuration,
                        optional,
                        bundles,
                        edits,
                        notes,
                        RestCollection.ofHeap(),
                        events);
        keep(updates);
        keep(Poll.start("vexhost-folders", Duration.ofMillis(POLL_MILLIS), updates));
    }

    private void serve(BundleContext context, HostControl host) throws IOException {
        Dynamic<ToolExecutor> executor = Dynamic.of(context, ToolExecutor.class);
        SpareThread spare = new SpareThread();
        keep(spare);
        boolean ignored = spare.keep();
        LazyShell shell = new LazyShell(context, host, spare);
        keep(shell);
        ServiceRegistration<ShellSessions> sessions =
                context.registerService(ShellSessions.class, new RemoteShells(shell), null);
        keep(sessions::unregister);
        keep(executor);
        Dynamic<ToolAdministration> administration = Dynamic.of(context, ToolAdministration.class);
        keep(administration);
        Dynamic<McpConnector> connector = Dynamic.of(context, McpConnector.class);
        keep(connector);
        Dynamic<HealthCheck> checks = Dynamic.of(context, HealthCheck.class);
        keep(checks);
        RequestHandler handler =
                new RequestHandler(
                        host,
                        new ClientCalls(executor::get, new DeploymentWait(administration::get)),
                        new McpClients(connector),
                        shell,
                        new HostStatus(host, executor, checks));
        keep(AdminServer.open(host.home().socket(), host.version(), handler, spare::keep));
        if (host.hasTerminal()) {
            startConsole(shell);
        }
    }

    private void startConsole(LazyShell shell) throws IOException {
        Terminal terminal = openTerminal();
        keep(terminal);
        Thread console =
                new Thread(
                        () -> {
                            try {
                                Optional<GogoShell> now = shell.get();
                                if (now.isPresent()) {
                                    now.get().interactOnConsole(terminal);
                                }
                            } catch (IOException e) {
                                LOG.warn("console ended", e);
                            }
                        },
                        "vexhost-console");
        console.setDaemon(true);
        console.start();
    }

    /**
     * Opens the terminal of the process. The terminal library finds its parts through the thread's
     * class loader.
     */
    private static Terminal openTerminal() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(TerminalBuilder.class.getClassLoader());
        try {
            return TerminalBuilder.builder()
                    .name("vexhost")
                    .system(true)
                    .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
                    .build();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private synchronized boolean isStopped() {
        return isStopped;
    }

    /** Closes a resource when this bundle stops, or immediately if this bundle has stopped. */
    private void keep(AutoCloseable resource) {
        synchronized (this) {
            if (!isStopped) {
                resources.add(0, resource);
                return;
            }
        }
        close(resource);
        throw new IllegalStateException("the host was told to end");
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("'{}' cannot be closed", resource, e);
        }
    }

    @Override
    public void stop(BundleContext context) {
        List<AutoCloseable> all;
        synchronized (this) {
            isStopped = true;
            all = List.copyOf(resources);
            resources.clear();
        }
        all.forEach(Activator::close);
    }

    private static <T> T require(BundleContext context, Class<T> type) {
        @Nullable ServiceReference<T> reference = context.getServiceReference(type);
        return Objects.requireNonNull(
                reference == null ? null : context.getService(reference), type.getName());
    }
}

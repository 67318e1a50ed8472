package org.vexhost.loader.deploy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.artifact.KeptArtifacts;
import org.vexhost.loader.artifact.Scan;
import org.vexhost.loader.config.HostConfiguration;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.bundle.BundleSynchronizer;
import org.vexhost.loader.deploy.bundle.ToolBundles;
import org.vexhost.loader.deploy.bundle.ToolBundles.Run;
import org.vexhost.loader.deploy.core.CircumstanceReader;
import org.vexhost.loader.deploy.core.Deployment;
import org.vexhost.loader.deploy.core.DeploymentTable;
import org.vexhost.loader.deploy.core.Drainer;
import org.vexhost.loader.deploy.core.EffectRunner;
import org.vexhost.loader.deploy.core.Enablement;
import org.vexhost.loader.deploy.core.LastGoodRestorer;
import org.vexhost.loader.deploy.core.NameOwnership;
import org.vexhost.loader.deploy.core.Preparations;
import org.vexhost.loader.deploy.core.Reconciler;
import org.vexhost.loader.deploy.core.StatusPublisher;
import org.vexhost.loader.deploy.core.Succession;
import org.vexhost.loader.deploy.folder.FolderScanner;
import org.vexhost.loader.deploy.folder.RescanScheduler;
import org.vexhost.loader.deploy.folder.ScanMode;
import org.vexhost.loader.deploy.folder.ToolsFolderMonitor;
import org.vexhost.loader.deploy.javatool.JavaTool;
import org.vexhost.loader.deploy.javatool.JavaToolDeployments;
import org.vexhost.loader.deploy.operator.ControlThreadCalls;
import org.vexhost.loader.deploy.operator.FolderAdmin;
import org.vexhost.loader.deploy.operator.GrantAdmin;
import org.vexhost.loader.deploy.operator.GrantThread;
import org.vexhost.loader.deploy.operator.LoggedAdmin;
import org.vexhost.loader.deploy.operator.ToolAdmin;
import org.vexhost.loader.deploy.operator.TrustLog;
import org.vexhost.loader.deploy.prepare.PreparationPool;
import org.vexhost.loader.deploy.state.DeploymentEvent;
import org.vexhost.loader.deploy.state.DeploymentEvent.Signal;
import org.vexhost.loader.deploy.store.ApprovedVersions;
import org.vexhost.loader.deploy.store.Durability;
import org.vexhost.loader.deploy.store.HostState;
import org.vexhost.loader.deploy.store.VersionArchive;
import org.vexhost.loader.deploy.version.GrantGate;
import org.vexhost.loader.deploy.version.ToolFactory;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.files.FileWriter;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.grant.HostPlaces;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.work.ControlThread;
import org.vexhost.loader.work.Openers;
import org.vexhost.loader.work.TimeLimit;
import org.vexhost.loader.work.Worker;

/**
 * The deployment service: watches the tools folder and deploys the artifacts in it, from its
 * construction until it is closed. It is plain Java and needs no OSGi framework. This class has
 * over 300 lines because it alone wires all parts together; half of it is that wiring.
 */
public final class Deployer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

    /** How many artifacts are opened and read at the same time. */
    private static final int MAX_OPENING = 4;

    /**
     * How many threads may hang because a file cannot be opened. At this number, no further file is
     * opened.
     */
    private static final int MAX_HANGING = 64;

    private static final Duration OPENING_PATIENCE = Duration.ofSeconds(5);

    /**
     * The limits for copying an artifact that an operator deploys: at most 60 seconds for each
     * copy.
     */
    private static final Openers.Limits COPYING =
            new Openers.Limits(4, 0, 16, Duration.ofSeconds(60));

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** How long {@link #close} waits for a step that is still running. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final HostConfiguration configuration;
    private final GrantStore grants;
    private final GrantThread grantThread;
    private final BundleSynchronizer bundleSynchronizer;
    private final ControlThread control = new ControlThread();

    /** Ends operations that take too long. */
    private final ScheduledThreadPoolExecutor timer = Worker.named("vexhost-timer");

    private final DeploymentTable table = new DeploymentTable();
    private final HostState state;
    private final VersionArchive archive;
    private final EffectRunner effects;
    private final Enablement enablement;
    private final PreparationPool pool;
    private final Reconciler reconciler;
    private final RescanScheduler scheduler;
    private final Openers openers;
    private final Openers copiers;
    private final ToolsFolderMonitor monitor;
    private final FolderScanner scanner;
    private final JavaToolDeployments javaTools;
    private final HostConfiguration.Subscription subscription;
    private final ToolAdmin admin;
    private HostSettings applied;
    private Startup startup = Startup.GOING_ON;

    /** The artifacts found by the first scan that found the folder; empty before that scan. */
    private Optional<Set<String>> found = Optional.empty();

    private final LiveToolRegistry registry;

    private enum Startup {
        GOING_ON,
        OVER
    }

    /**
     * Starts deploying.
     *
     * @param configuration the host's settings
     * @param registry receives the tools; only this deployer writes to it
     * @param factory creates tools from modules
     * @param bundles represents tools as bundles in the framework
     * @param heap the memory budget from which compilations reserve memory
     * @param clock for displayed times only; no decision depends on it
     */
    public Deployer(
            HostConfiguration configuration,
            LiveToolRegistry registry,
            ToolFactory factory,
            ToolBundles bundles,
            HeapBudget heap,
            Clock clock) {
        this(
                configuration,
                registry,
                factory,
                bundles,
                heap,
                clock,
                FileWriter.ATOMIC,
                new GrantThread());
    }

    /** Creates a deployer for tests, with a replaceable file writer and grants thread. */
    Deployer(
            HostConfiguration configuration,
            LiveToolRegistry registry,
            ToolFactory factory,
            ToolBundles bundles,
            HeapBudget heap,
            Clock clock,
            FileWriter files,
            GrantThread grantThread) {
        this.configuration = configuration;
        this.grantThread = grantThread;
        // The entries of an earlier deployer stayed in the registry as draining, so that callers
        // learned why those tools were unavailable.
        registry.clear();
        registry.beginStart();
        this.registry = registry;
        this.applied = configuration.current();
        this.grants =
                new GrantStore(
                        applied.home(),
                        HostPlaces.ofProcess(() -> configuration.current().toolsFolder()),
                        files);
        ApprovedVersions approved = new ApprovedVersions(applied.home(), files);
        Path kept = applied.home().resolve("data/.host/versions");
        this.archive = new VersionArchive(new KeptArtifacts(kept), approved);
        this.state = new HostState(applied.home(), files, archive::write);
        this.scheduler = new RescanScheduler(control, this::look, this::intervals, state::save);
        GrantGate gate = new GrantGate(grants);
        StatusPublisher publisher = new StatusPublisher(registry, table, state, gate, clock);
        NameOwnership ownership = new NameOwnership(table, state, publisher, new FreeNames());
        this.openers = new Openers("vexhost-open-", limits(heap), timer);
        openers.keepOne();
        this.copiers = new Openers("vexhost-copy-", COPYING, timer);
        this.pool =
                new PreparationPool(
                        control, factory, grants, configuration::current, heap, openers);
        this.bundleSynchronizer = new BundleSynchronizer(bundles, state, pool::isBusy);
        Drainer drainer =
                new Drainer(
                        control,
                        registry,
                        grants,
                        () -> configuration.current().deployment().drainTimeout());
        CircumstanceReader circumstances = new CircumstanceReader(configuration::current);
        Succession succession = new Succession(table, ownership, publisher, this::send);
        Preparations preparations =
                new Preparations(
                        pool,
                        ownership,
                        succession,
                        circumstances,
                        new LastGoodRestorer(ownership, gate, pool, state, archive, this::send),
                        scheduler,
                        this::send);
        this.effects =
                new EffectRunner(
                        table,
                        ownership,
                        gate,
                        circumstances,
                        bundleSynchronizer,
                        drainer,
                        archive,
                        publisher,
                        preparations,
                        scheduler);
        this.enablement =
                new Enablement(table, state, bundleSynchronizer, publisher, drainer, effects);
        this.reconciler =
                new Reconciler(table, ownership, succession, circumstances, scheduler, effects);
        this.javaTools =
                new JavaToolDeployments(control, table, ownership, effects, configuration::current);
        this.monitor =
                new ToolsFolderMonitor(
                        applied.toolsFolder(),
                        grants.folder(),
                        openers,
                        () -> control.deliver(() -> scheduler.request(RescanScheduler.BURST)));
        this.scanner = new FolderScanner(control, grants, monitor, timer);
        ControlThreadCalls calls = new ControlThreadCalls(control, this::lookNow);
        this.admin =
                new LoggedAdmin(
                        new FolderAdmin(
                                calls,
                                configuration::current,
                                table,
                                publisher,
                                effects,
                                enablement,
                                new GrantAdmin(
                                        calls, table, effects, grants, gate, approved, grantThread),
                                copiers),
                        registry,
                        "a bundle");
        bundles.listen(this::bundleChanged);
        this.subscription =
                configuration.subscribe(changed -> control.execute(() -> apply(changed)));
        control.execute(this::start);
    }

    /** Returns the commands for operators. */
    public ToolAdmin admin() {
        return admin;
    }

    /**
     * Returns whether every artifact that was in the folder at the start is serving, is waiting, or
     * was rejected.
     */
    public boolean isStartDecided() {
        return !registry.isStarting();
    }

    /** Adds a Java tool. Returns without waiting for the tool to be deployed. */
    public void add(JavaTool tool) {
        control.execute(() -> javaTools.add(tool));
    }

    /**
     * Removes a Java tool. Calls in flight may finish within the drain timeout; after that they are
     * ended.
     *
     * @return completes when no call of the tool is running, or two seconds after the drain timeout
     *     at the latest
     */
    public CompletableFuture<Void> remove(JavaTool tool) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        control.execute(() -> javaTools.remove(tool, gone));
        Duration longest = configuration.current().deployment().drainTimeout().plusSeconds(2);
        return TimeLimit.set(gone, null, longest, timer);
    }

    /** Returns limits that open several small files at the same time, but only one large file. */
    private static Openers.Limits limits(HeapBudget heap) {
        return new Openers.Limits(
                MAX_OPENING, heap.totalBytes() / 12, MAX_HANGING, OPENING_PATIENCE);
    }

    /**
     * Sends an event on behalf of a part that is created before the effect runner. The runner needs
     * that part, so the part cannot receive the runner when it is created.
     */
    private void send(Deployment deployment, DeploymentEvent event) {
        try {
            effects.send(deployment, event);
        } finally {
            decideStart();
        }
    }

    private void decideStart() {
        if (registry.isStarting() && found.filter(reconciler::wereTried).isPresent()) {
            registry.endStart();
        }
    }

    private void start() {
        control.every(HEARTBEAT, this::beat);
        CompletableFuture<Void> ignored = scheduler.passNow();
    }

    private void beat() {
        scheduler.tick();
        scanner.complainAfter(scheduler.lookingFor());
    }

    /**
     * Scans the folder now. The future completes when the result of a scan that began after this
     * call was applied.
     */
    CompletableFuture<Void> lookNow() {
        CompletableFuture<Void> looked = new CompletableFuture<>();
        control.execute(
                () -> {
                    var ignored = scheduler.passNow().thenRun(() -> looked.complete(null));
                });
        return looked;
    }

    private RescanScheduler.Intervals intervals() {
        return RescanScheduler.Intervals.of(
                applied.deployment().scanInterval(), isSettled() && scanner.isAtRest());
    }

    private boolean isSettled() {
        return startup == Startup.OVER && reconciler.isSettled();
    }

    private CompletableFuture<Void> look(ScanMode mode) {
        return scanner.begin(
                isSettled() ? mode : ScanMode.WHOLE,
                tools -> {
                    for (String tool : tools) {
                        table.deployed(tool)
                                .ifPresent(each -> effects.send(each, Signal.RECONSIDER));
                    }
                },
                scan -> {
                    reconciler.follow(scan);
                    state.save();
                    if (found.isEmpty() && scan.folder() == Scan.Presence.PRESENT) {
                        found = Optional.of(ids(scan));
                    }
                    decideStart();
                    endStartup(scan);
                });
    }

    private static Set<String> ids(Scan scan) {
        return scan.candidates().stream().map(each -> each.id()).collect(Collectors.toSet());
    }

    /** Removes bundles that represent no tool, once everything in the folder has been tried. */
    private void endStartup(Scan scan) {
        if (startup == Startup.GOING_ON
                && scan.folder() == Scan.Presence.PRESENT
                && reconciler.isQuiet()) {
            startup = Startup.OVER;
            bundleSynchronizer.noOthers();
            if (!scan.candidates().isEmpty()) {
                // An empty folder may be the mount point of a disk that is mounted later. The
                // archived versions belong to the tools on that disk, so they are not deleted.
                archive.retain(Set.copyOf(table.names()));
            }
        }
    }

    /** Cleans up after an artifact has released a name. */
    private final class FreeNames implements NameOwnership.Listener {
        @Override
        public void released(String name) {
            bundleSynchronizer.gone(name);
            archive.forget(name);
        }

        @Override
        public void nameIsFree() {
            Deployer.this.nameIsFree();
        }
    }

    private void nameIsFree() {
        reconciler.nameIsFree();
        control.execute(javaTools::nameIsFree);
    }

    private void apply(HostSettings changed) {
        HostSettings before = applied;
        applied = changed;
        pool.resize(changed.deployment().threads());
        monitor.turnTo(changed.toolsFolder());
        if (!before.defaults().equals(changed.defaults())
                || !before.ceilings().equals(changed.ceilings())
                || before.deployment().maxModuleBytes() != changed.deployment().maxModuleBytes()) {
            reconciler.readAgain();
        }
        scheduler.request(Duration.ZERO);
    }

    private void bundleChanged(String tool, Run run, Durability durability) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        control.execute(
                () -> {
                    if (run == Run.STOPPED) {
                        enablement.disable(tool, "its bundle is stopped", durability);
                    } else {
                        enablement.enable(tool);
                    }
                    TrustLog.changed(
                            "Felix",
                            "%s the bundle of tool '%s'"
                                    .formatted(run == Run.STOPPED ? "stopped" : "started", tool),
                            table.deployed(tool)
                                    .flatMap(deployment -> deployment.state().current())
                                    .flatMap(ToolVersion::digest)
                                    .map(ArtifactDigest::text));
                    // Completes only when the state is on the disk, so that the tool is still
                    // stopped after a restart.
                    CompletableFuture<Void> ignored =
                            enablement.kept().thenRun(() -> done.complete(null));
                });
        try {
            // Waits, so that 'stop' in the shell returns only after new calls are rejected. The
            // wait is bounded, because a thread that holds a framework lock must never wait without
            // a limit.
            done.get(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Bundle of tool '{}' was {}; the tool follows", tool, run);
        }
    }

    /** Drains all tools, then stops. */
    @Override
    public void close() {
        subscription.close();
        pool.close();
        grantThread.close();
        HostSettings settings = configuration.current();
        try {
            CompletableFuture<Void> drained =
                    control.call(
                            () -> {
                                state.save();
                                return effects.drainAll();
                            },
                            CLOSING);
            drained.get(
                    settings.deployment().drainTimeout().plusSeconds(2).toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.warn("calls were still running when the host closed [{}]", e.toString());
        }
        control.close();
        bundleSynchronizer.close();
        archive.close();
        scanner.close();
        monitor.close();
        openers.close();
        copiers.close();
        timer.shutdownNow();
    }
}

package org.vexhost.loader.deploy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.artifact.KeptArtifacts;
import org.vexhost.loader.artifact.Scan;
import org.vexhost.loader.config.HostConfiguration;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.ToolBundles.Lasting;
import org.vexhost.loader.deploy.ToolBundles.Run;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.grant.HostPlaces;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.work.Openers;

/**
 * Deploys what is in the tools folder, from its construction until it is closed. Plain Java: it
 * needs no framework.
 */
public final class Deployer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

    /** Artifacts that are opened and read at the same time. */
    private static final int MAX_OPENING = 4;

    /** Files that do not return when they are opened: with more of them, none is opened. */
    private static final int MAX_HANGING = 64;

    private static final Duration OPENING_PATIENCE = Duration.ofSeconds(5);

    /** How long what an operator deploys may take to be copied. */
    private static final Duration COPYING_PATIENCE = Duration.ofSeconds(60);

    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** What the host's end waits for a step that goes on. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final HostConfiguration configuration;
    private final GrantStore grants;
    private final Bundling bundling;
    private final Control control = new Control();
    private final Slots slots = new Slots();
    private final HostState state;
    private final Keeper keeper;
    private final Deployments deployments;
    private final Switches switches;
    private final Attempts attempts;
    private final Reconciler reconciler;
    private final Pacer pacer;
    private final Openers openers;
    private final Openers copiers =
            new Openers("vexhost-copy-", new Openers.Limits(4, 0, 16, COPYING_PATIENCE));
    private final Lookout lookout;
    private final Looks looks;
    private final JavaTools javaTools;
    private final HostConfiguration.Subscription subscription;
    private final ToolAdmin admin;
    private HostSettings applied;
    private Startup startup = Startup.GOING_ON;

    private enum Startup {
        GOING_ON,
        OVER
    }

    /**
     * Starts deploying.
     *
     * @param configuration the host's settings
     * @param registry receives the tools; this is its only writer
     * @param factory makes tools from modules
     * @param bundles stands for tools in the framework
     * @param heap what compilations may take of it
     * @param clock for people: no decision depends on it
     */
    public Deployer(
            HostConfiguration configuration,
            LiveToolRegistry registry,
            ToolFactory factory,
            ToolBundles bundles,
            HeapBudget heap,
            Clock clock) {
        this.configuration = configuration;
        // What an earlier deployer left was draining until now, so that callers heard that.
        registry.clear();
        this.applied = configuration.current();
        this.grants =
                new GrantStore(
                        applied.home(),
                        HostPlaces.ofProcess(() -> configuration.current().toolsFolder()));
        ApprovedVersions approved = new ApprovedVersions(applied.home());
        Path kept = applied.home().resolve("data/.host/versions");
        this.keeper = new Keeper(new KeptArtifacts(kept), approved);
        this.state = new HostState(applied.home(), keeper::write);
        this.pacer =
                new Pacer(
                        control,
                        this::look,
                        () -> applied.deployment().scanInterval(),
                        state::save);
        Gate gate = new Gate(grants);
        Board board = new Board(registry, slots, state, gate, clock);
        Claims claims = new Claims(slots, state, board, new FreeNames());
        this.openers = new Openers("vexhost-open-", limits(heap));
        this.attempts =
                new Attempts(control, factory, grants, configuration::current, heap, openers);
        this.bundling = new Bundling(bundles, state, attempts::isBusy);
        Drains drains =
                new Drains(
                        control,
                        registry,
                        grants,
                        () -> configuration.current().deployment().drainTimeout());
        this.deployments = new Deployments(slots, claims, gate, bundling, drains, keeper, board);
        this.switches = new Switches(slots, state, bundling, board, drains, deployments);
        this.reconciler =
                new Reconciler(
                        slots,
                        claims,
                        deployments,
                        board,
                        attempts,
                        new Outcomes(deployments, configuration::current, pacer),
                        new Restores(claims, deployments, attempts, state, keeper, pacer),
                        new Settling(() -> configuration.current().deployment().settle()),
                        pacer);
        this.javaTools = new JavaTools(control, slots, claims, deployments, configuration::current);
        this.lookout =
                new Lookout(
                        applied.toolsFolder(),
                        grants.folder(),
                        openers,
                        () -> control.deliver(() -> pacer.request(Pacer.BURST)));
        this.looks = new Looks(control, grants, lookout);
        Steps steps = new Steps(control, this::lookNow);
        this.admin =
                new LoggedAdmin(
                        new FolderAdmin(
                                steps,
                                configuration::current,
                                slots,
                                deployments,
                                switches,
                                new GrantAdmin(steps, slots, deployments, grants, gate, approved),
                                copiers),
                        registry,
                        "a bundle");
        bundles.listen(this::bundleChanged);
        this.subscription =
                configuration.subscribe(changed -> control.execute(() -> apply(changed)));
        control.execute(this::start);
    }

    /** What operators do. */
    public ToolAdmin admin() {
        return admin;
    }

    /** Adds a Java tool; returns at once. */
    public void add(JavaTool tool) {
        control.execute(() -> javaTools.add(tool));
    }

    /**
     * Removes a Java tool: calls in flight end, or are ended after the drain timeout.
     *
     * @return completes when none runs any more, or after two seconds more than the drain timeout
     */
    public CompletableFuture<Void> remove(JavaTool tool) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        control.execute(() -> javaTools.remove(tool, gone));
        Duration longest = configuration.current().deployment().drainTimeout().plusSeconds(2);
        return gone.completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Some at a time, and of many megabytes one at a time. */
    private static Openers.Limits limits(HeapBudget heap) {
        return new Openers.Limits(
                MAX_OPENING, heap.totalBytes() / 12, MAX_HANGING, OPENING_PATIENCE);
    }

    private void start() {
        control.every(HEARTBEAT, this::beat);
        CompletableFuture<Void> ignored = pacer.passNow();
    }

    private void beat() {
        pacer.tick();
        looks.complainAfter(pacer.lookingFor());
    }

    /** Looks at the folder; completes when what a look that began later saw is followed. */
    CompletableFuture<Void> lookNow() {
        CompletableFuture<Void> looked = new CompletableFuture<>();
        control.execute(
                () -> {
                    var ignored = pacer.passNow().thenRun(() -> looked.complete(null));
                });
        return looked;
    }

    private CompletableFuture<Void> look() {
        return looks.begin(
                tools -> {
                    for (String tool : tools) {
                        slots.deployed(tool).ifPresent(deployments::reconsider);
                    }
                },
                scan -> {
                    reconciler.follow(scan);
                    state.save();
                    endStartup(scan);
                });
    }

    /** Once all that was there has been tried, bundles that stand for nothing can go. */
    private void endStartup(Scan scan) {
        if (startup == Startup.GOING_ON
                && scan.folder() == Scan.Presence.PRESENT
                && reconciler.isQuiet()) {
            startup = Startup.OVER;
            bundling.noOthers();
            if (!scan.candidates().isEmpty()) {
                // An empty folder may be where a disk will be: what is kept is for its tools.
                keeper.retain(Set.copyOf(slots.names()));
            }
        }
    }

    /** What follows when an artifact gives a name back. */
    private final class FreeNames implements Claims.Listener {
        @Override
        public void released(String name) {
            bundling.gone(name);
            keeper.forget(name);
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
        attempts.resize(changed.deployment().threads());
        lookout.turnTo(changed.toolsFolder());
        if (!before.defaults().equals(changed.defaults())
                || !before.ceilings().equals(changed.ceilings())
                || before.deployment().maxModuleBytes() != changed.deployment().maxModuleBytes()) {
            reconciler.readAgain();
        }
        pacer.request(Duration.ZERO);
    }

    private void bundleChanged(String tool, Run run, Lasting lasting) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        control.execute(
                () -> {
                    if (run == Run.STOPPED) {
                        switches.disable(tool, "its bundle is stopped", lasting);
                    } else {
                        switches.enable(tool);
                    }
                    TrustLog.changed(
                            "Felix",
                            "%s the bundle of tool '%s'"
                                    .formatted(run == Run.STOPPED ? "stopped" : "started", tool),
                            slots.deployed(tool)
                                    .flatMap(slot -> slot.current)
                                    .flatMap(Version::digest)
                                    .map(ArtifactDigest::text));
                    done.complete(null);
                });
        try {
            // So that 'stop' in the shell returns when calls are refused. Not for ever: nobody who
            // holds a lock of the framework waits for others without an end.
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
        attempts.close();
        HostSettings settings = configuration.current();
        try {
            CompletableFuture<Void> drained =
                    control.call(
                            () -> {
                                state.save();
                                return deployments.drainAll();
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
        bundling.close();
        keeper.close();
        looks.close();
        lookout.close();
        openers.close();
        copiers.close();
    }
}

package org.vexhost.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Deadline;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.sandbox.binary.Digests;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.compile.ModuleCompiler;
import org.vexhost.sandbox.instantiate.GuestProfile;
import org.vexhost.sandbox.instantiate.LinkedModule;
import org.vexhost.sandbox.instantiate.NotRepeatableException;
import org.vexhost.sandbox.instantiate.SnapshotTooLargeException;
import org.vexhost.sandbox.instantiate.Start;
import org.vexhost.sandbox.run.AbandonedException;
import org.vexhost.sandbox.run.JobFailedException;
import org.vexhost.sandbox.run.NoThreadException;
import org.vexhost.sandbox.snapshot.Snapshot;
import org.vexhost.sandbox.snapshot.SnapshotBudget;
import org.vexhost.sandbox.snapshot.SnapshotStore;

/**
 * Loads or creates the snapshots of tools. If a tool's snapshot cannot be created, the host logs a
 * warning. The tool then runs without a snapshot, and each call repeats the work that the snapshot
 * would have saved. Thread-safe.
 */
final class Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    /**
     * The version of snapshots. Increase it whenever the same module would give a different
     * snapshot.
     */
    private static final int VERSION = 2;

    /** The maximum time for initialisation; a tool's timeout may be shorter. */
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    private final EngineParts parts;
    private final SnapshotStore store;
    private final SnapshotBudget budget;

    Snapshots(EngineParts parts, SnapshotStore store, SnapshotBudget budget) {
        this.parts = parts;
        this.store = store;
        this.budget = budget;
    }

    /**
     * The state in which a tool's guests begin.
     *
     * @param start the start of each call
     * @param problem the reason why there is no snapshot although the tool requests one; empty
     *     otherwise
     */
    record Beginning(Start start, Optional<String> problem) {}

    /** Releases the heap of a snapshot. */
    void giveUp(Snapshot snapshot) {
        budget.giveBack(snapshot.heapBytes());
        parts.arrays().forget(snapshot.memory());
    }

    /** Returns the heap that all snapshots occupy now, in bytes. */
    long heldBytes() {
        return budget.heldBytes();
    }

    /** Loads or creates the snapshot of a tool, if the tool requests one. */
    Beginning begin(CheckedTool checked, LinkedModule module, GuestProfile profile) {
        WasmToolSpec spec = checked.spec();
        ModuleFacts facts = module.facts();
        if (!spec.isSnapshot()) {
            Start start = spec.abi() == Abi.VEX ? Start.ofReactor(facts) : Start.AT_ONCE;
            return new Beginning(start, Optional.empty());
        }
        Start start = Start.ofInitialisation(facts);
        if (start.functions().isEmpty() && !facts.hasStart()) {
            return new Beginning(start, Optional.of(nothingToRun(spec.abi())));
        }
        String key = key(checked);
        Optional<Snapshot> found = find(key, module, spec.limits());
        if (found.isPresent()) {
            return taken(start, found.get());
        }
        return make(spec, module, start, profile, key);
    }

    private static String nothingToRun(Abi abi) {
        return abi == Abi.COMMAND
                ? "a program that exports '_start' only cannot be snapshotted, as '_start' does"
                        + " everything; export 'wizer.initialize', or build a reactor with abi"
                        + " 'vex'"
                : "there is nothing to run before a call: the module exports neither"
                        + " '_initialize' nor 'wizer.initialize'";
    }

    private Optional<Snapshot> find(String key, LinkedModule module, SandboxLimits limits) {
        Optional<Snapshot> found = store.find(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!module.fits(found.get(), limits.maxMemoryBytes())) {
            store.drop(key, "it does not fit its module");
            return Optional.empty();
        }
        // If there is no room for the snapshot that was found, the caller tries to create one. That
        // fails too, and reports the reason.
        return found.filter(snapshot -> budget.tryTake(snapshot.heapBytes()));
    }

    private Beginning taken(Start start, Snapshot snapshot) {
        parts.arrays().keepFor(snapshot.memory());
        return new Beginning(start.with(snapshot), Optional.empty());
    }

    private Beginning make(
            WasmToolSpec spec, LinkedModule module, Start start, GuestProfile profile, String key) {
        Duration timeout =
                spec.limits().timeout().compareTo(MAX_TIMEOUT) < 0
                        ? spec.limits().timeout()
                        : MAX_TIMEOUT;
        Deadline deadline = Deadline.after(timeout);
        GuestProfile bare =
                new GuestProfile(
                        profile.tool(),
                        profile.logger(),
                        profile.isDeterministic(),
                        Grants::none,
                        Map::of,
                        denial -> {});
        InitialisationJob job =
                new InitialisationJob(spec, module, start, bare, parts, deadline, budget);
        CallFailures failures =
                new CallFailures(profile.tool(), spec.limits(), spec.limits().maxFuel(), timeout);
        long began = System.nanoTime();
        try {
            Snapshot snapshot = parts.threads().run(job, began + deadline.remainingNanos());
            LOG.info(
                    "tool '{}': snapshot of {} bytes made in {} ms [{} units of fuel]",
                    profile.tool(),
                    snapshot.heapBytes(),
                    (System.nanoTime() - began) / 1_000_000,
                    job.usage().totalFuelConsumed());
            store.keep(key, snapshot);
            return taken(start, snapshot);
        } catch (JobFailedException e) {
            String problem =
                    problem(e.thrown())
                            .orElseGet(
                                    () ->
                                            failures.of(
                                                            e.thrown(),
                                                            InitialisationJob.CALL_ID,
                                                            began,
                                                            job.usage())
                                                    .error()
                                                    .message());
            return new Beginning(start, Optional.of(problem));
        } catch (AbandonedException e) {
            String problem = failures.stopped(e.reason(), began, job.usage()).error().message();
            return new Beginning(start, Optional.of(problem));
        } catch (NoThreadException e) {
            return new Beginning(start, Optional.of(failures.noThread(e).error().message()));
        }
    }

    private Optional<String> problem(Throwable thrown) {
        if (thrown instanceof NotRepeatableException e) {
            return Optional.of(
                    "its initialisation calls '%s', which depends on %s"
                            .formatted(e.function(), e.dependence().text()));
        }
        if (thrown instanceof SnapshotTooLargeException e) {
            return Optional.of(
                    "snapshots exceed maxSnapshotBytes of %s [this one %d, others %d]"
                            .formatted(
                                    MessageText.bytes(budget.maxBytes()),
                                    e.bytes(),
                                    budget.heldBytes()));
        }
        return Optional.empty();
    }

    /**
     * Returns a key that covers everything the snapshot depends on: the module, its compiler, and
     * the parts of the descriptor that a guest can notice during initialisation.
     */
    private static String key(CheckedTool checked) {
        SandboxLimits limits = checked.spec().limits();
        String text =
                String.join(
                        "/",
                        "snapshot",
                        Integer.toString(VERSION),
                        ModuleCompiler.key(checked.layout(), checked.options()),
                        Long.toString(limits.maxMemoryBytes()),
                        Integer.toString(limits.maxTableElements()),
                        Integer.toString(limits.maxCallDepth()),
                        Long.toString(limits.maxFuel()),
                        new TreeSet<>(checked.spec().capabilities())
                                .stream().map(Enum::name).collect(Collectors.joining(",")));
        return HexFormat.of()
                .formatHex(Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}

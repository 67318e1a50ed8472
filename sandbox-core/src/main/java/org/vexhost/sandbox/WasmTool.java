package org.vexhost.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CallPermit;
import org.vexhost.api.Capability;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.MeteredTool;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolOutput;
import org.vexhost.sandbox.instantiate.GuestProfile;
import org.vexhost.sandbox.instantiate.GuestRun;
import org.vexhost.sandbox.instantiate.LinkedModule;
import org.vexhost.sandbox.instantiate.Start;
import org.vexhost.sandbox.run.AbandonedException;
import org.vexhost.sandbox.run.JobControl;
import org.vexhost.sandbox.run.JobFailedException;
import org.vexhost.sandbox.run.NoThreadException;
import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * A WebAssembly module that is ready to be called. Every call runs in a fresh sandbox on one of the
 * engine's threads, while the caller waits. A call that does not end shortly after its deadline is
 * abandoned. Thread-safe.
 *
 * @since 1.0
 */
public final class WasmTool implements MeteredTool, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WasmTool.class);

    private final EngineParts parts;
    private final WasmToolSpec spec;
    private final LinkedModule module;
    private final GuestProfile profile;
    private final Snapshots snapshots;
    private final Optional<String> snapshotProblem;
    private final CallFailures failures;
    private final List<String> arguments;
    private final AbandonedJobs abandoned = new AbandonedJobs();
    private volatile boolean quarantined;
    private volatile Start start;
    private volatile boolean closed;

    WasmTool(
            EngineParts parts,
            WasmToolSpec spec,
            LinkedModule module,
            GuestProfile profile,
            Snapshots snapshots,
            Snapshots.Beginning beginning) {
        this.parts = parts;
        this.spec = spec;
        this.module = module;
        this.profile = profile;
        this.snapshots = snapshots;
        this.start = beginning.start();
        this.snapshotProblem = beginning.problem();
        this.arguments = nameAndArgs(spec);
        this.failures =
                new CallFailures(
                        spec.definition().name(),
                        spec.limits(),
                        spec.limits().maxFuel(),
                        spec.limits().timeout());
    }

    private static List<String> nameAndArgs(WasmToolSpec spec) {
        List<String> all = new ArrayList<>(List.of(spec.definition().name()));
        all.addAll(spec.args());
        return List.copyOf(all);
    }

    /**
     * Returns a warning for the operator who deploys this tool, for example about functions that
     * are so large that they are interpreted, and therefore slow. Guest text in the warning is
     * quoted. Usually empty.
     *
     * @since 1.0
     */
    public Optional<String> warning() {
        return module.warning();
    }

    /** Returns whether Chicory's compiler took over, because our own failed. */
    boolean isFallback() {
        return module.isFallback();
    }

    /**
     * Returns why calls do not start from a snapshot although the tool requests one. Guest text in
     * the reason is escaped. Empty if there is no problem.
     *
     * @since 1.0
     */
    public Optional<String> snapshotProblem() {
        return snapshotProblem;
    }

    /**
     * Returns the heap that this tool's snapshot occupies, in bytes. The result is 0 if there is no
     * snapshot, or if this tool is closed.
     *
     * @since 1.0
     */
    public long snapshotBytes() {
        return start.snapshot().map(Snapshot::heapBytes).orElse(0L);
    }

    @Override
    public ToolDefinition definition() {
        return spec.definition();
    }

    @Override
    public Set<Capability> capabilities() {
        return spec.capabilities();
    }

    @Override
    public Duration timeout() {
        return spec.limits().timeout();
    }

    @Override
    public SandboxLimits limits() {
        return spec.limits();
    }

    /** Returns the binary interface of the module. */
    public Abi abi() {
        return spec.abi();
    }

    /**
     * Returns whether calls can run: the tool is neither closed nor {@link
     * ErrorReason#QUARANTINED}.
     */
    @Override
    public boolean isAvailable() {
        return !closed && !isQuarantined();
    }

    private boolean isQuarantined() {
        if (!quarantined && abandoned.countStuck() > parts.maxStuckThreads()) {
            quarantined = true;
            LOG.error(
                    "Tool '{}' exceeded maxStuckThreads of {} threads and is out of service",
                    profile.tool(),
                    parts.maxStuckThreads());
        }
        return quarantined;
    }

    /** Returns the number of abandoned calls that still occupy a thread. */
    public int stuckThreads() {
        return abandoned.size();
    }

    /**
     * {@inheritDoc} The sum includes input and result. A memory that can grow counts twice, since
     * growing copies it.
     */
    @Override
    public long reservedBytes() {
        return Reservation.bytes(module, spec.abi(), spec.limits());
    }

    /**
     * {@inheritDoc}
     *
     * <p>The call returns or throws at its deadline, or when the calling thread is interrupted,
     * even if the guest is stuck in the host. If the deadline has already passed, or the thread is
     * already interrupted, no guest starts. After an interruption the thread's interrupt flag stays
     * set.
     */
    @Override
    public ToolOutput run(ToolCall call) throws ToolException {
        return run(call, CallPermit.KEPT);
    }

    @Override
    public ToolOutput run(ToolCall call, CallPermit permit) throws ToolException {
        requireAvailable();
        int inputBytes = call.arguments().sizeBytes();
        if (inputBytes > spec.limits().maxInputBytes()) {
            throw failures.inputTooLarge(inputBytes);
        }
        long start = System.nanoTime();
        Deadline deadline = Deadline.after(spec.limits().timeout()).earlier(call.deadline());
        ToolCallJob job = new ToolCallJob(this, call, deadline, permit);
        try {
            Json output = parts.threads().run(job, start + deadline.remainingNanos());
            return new ToolOutput(output, job.usage());
        } catch (JobFailedException e) {
            throw failures.of(e.thrown(), call.callId(), start, job.usage());
        } catch (AbandonedException e) {
            throw failures.stopped(e.reason(), start, job.usage());
        } catch (NoThreadException e) {
            throw failures.noThread(e);
        }
    }

    /** Rejects new calls, and releases the snapshot. Running calls continue to their end. */
    @Override
    public void close() {
        closed = true;
        takeSnapshot().ifPresent(snapshots::giveUp);
    }

    /**
     * Removes the snapshot and returns it. Calls that begin later repeat the work that it would
     * have saved.
     */
    private synchronized Optional<Snapshot> takeSnapshot() {
        Optional<Snapshot> last = start.snapshot();
        start = start.withoutSnapshot();
        return last;
    }

    private void requireAvailable() throws ToolException {
        if (closed) {
            throw failures.unavailable(ErrorReason.DRAINING, "takes no new calls");
        }
        if (isQuarantined()) {
            throw failures.unavailable(
                    ErrorReason.QUARANTINED,
                    "exceeded maxStuckThreads of %d threads [%d stuck now]"
                            .formatted(parts.maxStuckThreads(), abandoned.size()));
        }
    }

    GuestRun newRun(JobControl control) {
        return new GuestRun(
                module, start, spec.limits(), spec.limits().maxFuel(), parts.arrays(), control);
    }

    GuestProfile profile() {
        return profile;
    }

    /** Returns the tool's name, followed by the arguments of the command. */
    List<String> arguments() {
        return arguments;
    }

    void stuck(ToolCallJob job) {
        abandoned.add(job);
        parts.stuckThreads().incrementAndGet();
        LOG.info(
                "a call of tool '{}' was abandoned and holds its thread [{} now]",
                profile.tool(),
                abandoned.size());
    }

    void freed(ToolCallJob job) {
        abandoned.remove(job);
        parts.stuckThreads().decrementAndGet();
    }
}

package org.vexhost.sandbox;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.CallPermit;
import org.vexhost.api.Deadline;
import org.vexhost.api.Usage;
import org.vexhost.sandbox.instantiate.BadResultException;
import org.vexhost.sandbox.instantiate.GuestCall;
import org.vexhost.sandbox.instantiate.GuestProfile;
import org.vexhost.sandbox.instantiate.GuestRun;
import org.vexhost.sandbox.instantiate.GuestStreams;
import org.vexhost.sandbox.instantiate.LinkedModule;
import org.vexhost.sandbox.instantiate.Start;
import org.vexhost.sandbox.output.ToolLog;
import org.vexhost.sandbox.run.Job;
import org.vexhost.sandbox.run.JobControl;
import org.vexhost.sandbox.snapshot.Snapshot;
import org.vexhost.sandbox.snapshot.SnapshotBudget;

/**
 * The job that initialises a guest once for all calls of its tool, on a sandbox thread. The guest
 * runs under the limits of a call. It cannot use anything that could differ between calls.
 */
final class InitialisationJob implements Job<Snapshot> {

    /** The id that is used in place of a call's id. */
    static final String CALL_ID = "initialisation";

    private final WasmToolSpec spec;
    private final LinkedModule module;
    private final Start start;
    private final GuestProfile profile;
    private final EngineParts parts;
    private final Deadline deadline;
    private final SnapshotBudget budget;
    private volatile @Nullable GuestRun run;

    InitialisationJob(
            WasmToolSpec spec,
            LinkedModule module,
            Start start,
            GuestProfile profile,
            EngineParts parts,
            Deadline deadline,
            SnapshotBudget budget) {
        this.spec = spec;
        this.module = module;
        this.start = start;
        this.profile = profile;
        this.parts = parts;
        this.deadline = deadline;
        this.budget = budget;
    }

    @Override
    public Snapshot run(JobControl control) throws BadResultException {
        GuestRun guest =
                new GuestRun(
                        module,
                        start,
                        spec.limits(),
                        spec.limits().maxFuel(),
                        parts.arrays(),
                        control);
        run = guest;
        ToolLog log = new ToolLog(profile.logger(), CALL_ID);
        try {
            GuestStreams streams =
                    new GuestStreams(
                            List.of(profile.tool()),
                            InputStream.nullInputStream(),
                            log.stdout(),
                            log.stderr());
            GuestCall call =
                    new GuestCall(
                            profile, CALL_ID, deadline, streams, log, control, CallPermit.KEPT);
            call.allowRepeatableOnly(spec.capabilities());
            return guest.initialise(call, budget);
        } finally {
            log.end();
        }
    }

    /** Returns what the guest has used up to now. */
    Usage usage() {
        GuestRun guest = run;
        return guest == null ? new Usage(0, 0, spec.limits().maxFuel(), 0) : guest.usage();
    }

    @Override
    public void afterwards() {
        GuestRun guest = run;
        if (guest != null) {
            guest.recycle();
        }
    }

    @Override
    public void stuck() {
        parts.stuckThreads().incrementAndGet();
    }

    @Override
    public void freed() {
        parts.stuckThreads().decrementAndGet();
    }

    @Override
    public void discarded(Snapshot unwanted) {
        budget.giveBack(unwanted.heapBytes());
    }
}

package org.vexhost.sandbox.instantiate;

import org.jspecify.annotations.Nullable;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Usage;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.output.ResultBuffer;
import org.vexhost.sandbox.run.JobControl;
import org.vexhost.sandbox.snapshot.Snapshot;
import org.vexhost.sandbox.snapshot.SnapshotBudget;
import org.vexhost.sandbox.spi.GuestExitException;

/**
 * A single run of one guest, from its first to its last instruction. It also measures what the
 * guest uses. A run is used once, on one thread. If that thread does not return, another thread may
 * call {@link #usage()}.
 */
public final class GuestRun {

    /** The largest array that a call keeps after its guest's memory grew, in bytes. */
    public static final int MAX_KEPT_BYTES = CallArrays.MAX_FIRST_BYTES;

    private final LinkedModule module;
    private final Start start;
    private final SandboxLimits limits;
    private final FuelGauge gauge;
    private final CallArrays arrays;
    private final JobControl control;
    private volatile @Nullable GuestInstance running;
    private volatile long peakMemoryBytes;
    private boolean growthRefused;

    /**
     * Prepares a guest without creating it.
     *
     * @param module the module to run
     * @param start how the guest begins
     * @param limits the limits of the guest, except for fuel
     * @param maxFuel the fuel budget; with {@link Long#MAX_VALUE}, fuel is counted but not limited
     * @param pool the pool for the memory's arrays
     * @param control tells the run to end early
     */
    public GuestRun(
            LinkedModule module,
            Start start,
            SandboxLimits limits,
            long maxFuel,
            ArrayPool pool,
            JobControl control) {
        this.module = module;
        this.start = start;
        this.limits = limits;
        this.gauge = new FuelGauge(maxFuel, control::check);
        this.arrays = new CallArrays(pool);
        this.control = control;
        control.onStop(gauge::stop);
    }

    /**
     * Runs a tool of the {@code vex} interface.
     *
     * @throws BadResultException if the tool returns no usable result
     */
    public Json vex(GuestCall call, Json input) throws BadResultException {
        return run(
                call,
                guest -> VexInterface.run(guest, input, limits.maxOutputBytes()),
                code -> {
                    throw VexInterface.exited(code, call.lastErrorLines(), circumstances());
                });
    }

    /**
     * Runs a tool of the {@code command} interface. The tool reads its input from, and writes its
     * output to, the streams of the call.
     *
     * @param stdout the buffer for the call's standard output
     * @throws BadResultException if the tool returns no usable result
     */
    public Json command(GuestCall call, ResultBuffer stdout) throws BadResultException {
        return run(
                call,
                guest -> {
                    CommandInterface.run(guest);
                    return CommandInterface.result(stdout);
                },
                code -> {
                    if (code != 0) {
                        throw CommandInterface.failed(code, call.lastErrorLines(), circumstances());
                    }
                    return CommandInterface.result(stdout);
                });
    }

    /**
     * Runs a command.
     *
     * @return the exit code, an unsigned 32-bit number
     */
    public long exec(GuestCall call) throws BadResultException {
        return run(
                call,
                guest -> {
                    CommandInterface.run(guest);
                    return 0L;
                },
                code -> code);
    }

    /**
     * Runs only the initialisation of a guest.
     *
     * @param budget the budget for the heap of the snapshot
     * @return a snapshot of the guest afterwards
     * @throws NotRepeatableException if the guest asks the host for something that can differ
     *     between calls
     * @throws SnapshotTooLargeException if the snapshot does not fit into the budget
     * @throws BadResultException if the guest ends in any other way
     */
    public Snapshot initialise(GuestCall call, SnapshotBudget budget) throws BadResultException {
        return run(
                call,
                guest -> {
                    long bytes = guest.snapshotBytes();
                    if (!budget.tryTake(bytes)) {
                        throw new SnapshotTooLargeException(bytes);
                    }
                    try {
                        return guest.snapshot();
                    } catch (RuntimeException | Error e) {
                        budget.giveBack(bytes);
                        throw e;
                    }
                },
                code -> {
                    throw VexInterface.exited(code, call.lastErrorLines(), circumstances());
                });
    }

    /** Returns what the guest has used up to now. The values are exact once the guest has ended. */
    public Usage usage() {
        GuestInstance guest = running;
        long bytes = guest == null ? 0 : guest.memory().peakBytes();
        long consumed = Math.max(0, gauge.consumed());
        long host = gauge.hostConsumed();
        return new Usage(
                consumed,
                host,
                Math.max(0, gauge.budget() - consumed - host),
                Math.max(bytes, peakMemoryBytes));
    }

    /** Returns the arrays to the pool, after the call has returned its result. */
    public void recycle() {
        arrays.recycle();
    }

    /** Returns a possible reason why the guest failed, as the end of a message. */
    private String circumstances() {
        return growthRefused ? ", " + TrapReport.atMemoryLimit(limits) : "";
    }

    private GuestInstance begin(InstanceOptions options) {
        if (start.snapshot().isEmpty()) {
            peakMemoryBytes = module.minMemoryBytes();
            return module.instantiate(options);
        }
        Snapshot snapshot = start.snapshot().get();
        peakMemoryBytes = snapshot.memory().sizeBytes();
        return module.restore(snapshot, options);
    }

    private interface Body<T> {
        T run(GuestInstance guest) throws BadResultException;
    }

    private interface Exit<T> {
        T ended(long code) throws BadResultException;
    }

    /**
     * Runs a guest.
     *
     * @param body calls the functions of the guest
     * @param exit handles the exit code if the guest exits, even in its start function
     */
    private <T> T run(GuestCall call, Body<T> body, Exit<T> exit) throws BadResultException {
        InstanceOptions options =
                new InstanceOptions(
                        limits.maxMemoryBytes(),
                        limits.maxTableElements(),
                        limits.maxCallDepth(),
                        gauge,
                        arrays,
                        call);
        call.setMemoryExported(module.exportsMemory());
        try (call) {
            call.charge(gauge);
            GuestInstance guest = begin(options);
            running = guest;
            try {
                if (start.snapshot().isEmpty()) {
                    for (String function : start.functions()) {
                        guest.call(function);
                    }
                }
                return body.run(guest);
            } finally {
                peakMemoryBytes = guest.memory().peakBytes();
                growthRefused = guest.memory().isGrowthRefused();
                running = null;
                arrays.end();
                guest.close();
            }
        } catch (GuestTrapException e) {
            // If the interpreter was interrupted, it reports a trap of the guest.
            control.check();
            throw new TrapReport(e, limits, module.names(), call.lastErrorLines()).toException();
        } catch (GuestExitException e) {
            return exit.ended(Integer.toUnsignedLong(e.code()));
        }
    }
}

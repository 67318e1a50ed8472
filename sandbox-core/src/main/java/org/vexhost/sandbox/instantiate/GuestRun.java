package org.vexhost.sandbox.instantiate;

import org.jspecify.annotations.Nullable;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Usage;
import org.vexhost.sandbox.compile.FuelGauge;
import org.vexhost.sandbox.compile.GuestInstance;
import org.vexhost.sandbox.compile.GuestTrapException;
import org.vexhost.sandbox.compile.InstanceOptions;
import org.vexhost.sandbox.output.ResultBuffer;
import org.vexhost.sandbox.run.JobControl;
import org.vexhost.sandbox.snapshot.Snapshot;
import org.vexhost.sandbox.snapshot.SnapshotBudget;
import org.vexhost.sandbox.spi.GuestExitException;

/**
 * One guest from its first instruction to its last, and what it used. Runs once, on one thread;
 * {@link #usage()} may be asked by another one when that thread does not come back.
 */
public final class GuestRun {

    /** What a call may keep of memory that its guest has grown out of, in bytes. */
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
     * Prepares a guest that does not exist yet.
     *
     * @param module what to run
     * @param start how it begins
     * @param limits what it may use; but for the fuel
     * @param maxFuel the budget; {@link Long#MAX_VALUE} counts only
     * @param pool where memory comes from
     * @param control ends it early
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
     * @throws BadResultException if it gives no result that can be used
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
     * Runs a tool of the {@code command} interface; its input and output are streams of the call.
     *
     * @param stdout where the call's standard output goes
     * @throws BadResultException if it gives no result that can be used
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
     * @return its exit code, unsigned 32 bits
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
     * Runs nothing but what a guest begins with.
     *
     * @param budget of which the snapshot takes what it holds
     * @return the guest as it is then
     * @throws NotRepeatableException if it asks the host for what can differ from call to call
     * @throws SnapshotTooLargeException if the budget does not have that much
     * @throws BadResultException if it ends otherwise
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

    /** What was used up to now; exact once the guest has ended. */
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

    /** Gives memory back for others; after the call was answered. */
    public void recycle() {
        arrays.recycle();
    }

    /** What may be why a guest gave up, for the end of a message. */
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
     * @param body calls its functions
     * @param exit takes the code with which it ended itself, in its start function too
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
            // An interrupted interpreter says that the guest trapped.
            control.check();
            throw new TrapReport(e, limits, module.names(), call.lastErrorLines()).toException();
        } catch (GuestExitException e) {
            return exit.ended(Integer.toUnsignedLong(e.code()));
        }
    }
}

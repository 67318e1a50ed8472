package org.vexhost.sandbox;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.CallPermit;
import org.vexhost.api.Deadline;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.Usage;
import org.vexhost.sandbox.instantiate.BadResultException;
import org.vexhost.sandbox.instantiate.GuestCall;
import org.vexhost.sandbox.instantiate.GuestRun;
import org.vexhost.sandbox.instantiate.GuestStreams;
import org.vexhost.sandbox.output.ResultBuffer;
import org.vexhost.sandbox.output.ToolLog;
import org.vexhost.sandbox.run.Job;
import org.vexhost.sandbox.run.JobControl;

/** Runs one call of a tool on a sandbox thread. */
final class ToolCallJob implements Job<Json> {

    private final WasmTool tool;
    private final ToolCall call;
    private final Deadline deadline;
    private final CallPermit permit;
    private volatile @Nullable JobControl running;
    private volatile @Nullable GuestRun run;

    ToolCallJob(WasmTool tool, ToolCall call, Deadline deadline, CallPermit permit) {
        this.tool = tool;
        this.call = call;
        this.deadline = deadline;
        this.permit = permit;
    }

    @Override
    public Json run(JobControl control) throws BadResultException {
        running = control;
        GuestRun guest = tool.newRun(control);
        run = guest;
        ToolLog log = new ToolLog(tool.profile().logger(), call.callId());
        try {
            return tool.abi() == Abi.VEX ? vex(guest, log, control) : command(guest, log, control);
        } finally {
            log.end();
        }
    }

    private Json vex(GuestRun guest, ToolLog log, JobControl control) throws BadResultException {
        GuestStreams streams =
                new GuestStreams(
                        tool.arguments(),
                        InputStream.nullInputStream(),
                        log.stdout(),
                        log.stderr());
        return guest.vex(newCall(streams, log, control), call.arguments());
    }

    private Json command(GuestRun guest, ToolLog log, JobControl control)
            throws BadResultException {
        ResultBuffer result = new ResultBuffer(tool.limits().maxOutputBytes());
        GuestStreams streams =
                new GuestStreams(
                        tool.arguments(), call.arguments().newInputStream(), result, log.stderr());
        return guest.command(newCall(streams, log, control), result);
    }

    private GuestCall newCall(GuestStreams streams, ToolLog log, JobControl control) {
        return new GuestCall(
                tool.profile(), call.callId(), deadline, streams, log, control, permit);
    }

    /**
     * Returns whether the call is only waiting, either for something outside the host or for its
     * permit.
     */
    boolean isSuspended() {
        JobControl control = running;
        return control != null && control.isSuspended();
    }

    /** Returns what the call has used up to now. */
    Usage usage() {
        GuestRun guest = run;
        return guest == null ? new Usage(0, 0, tool.limits().maxFuel(), 0) : guest.usage();
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
        tool.stuck(this);
    }

    @Override
    public void freed() {
        tool.freed(this);
    }
}

package org.vexhost.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
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
import org.vexhost.sandbox.spi.GuestOutput;

/** Runs one command on a sandbox thread. */
final class CommandJob implements Job<Long> {

    static final String CALL_ID = "exec";

    private final WasmCommand command;
    private final LinkedModule module;
    private final GuestProfile profile;
    private final EngineParts parts;
    private final Deadline deadline;
    private volatile @Nullable GuestRun run;

    CommandJob(
            WasmCommand command,
            LinkedModule module,
            GuestProfile profile,
            EngineParts parts,
            Deadline deadline) {
        this.command = command;
        this.module = module;
        this.profile = profile;
        this.parts = parts;
        this.deadline = deadline;
    }

    @Override
    public Long run(JobControl control) throws BadResultException {
        GuestRun guest =
                new GuestRun(
                        module,
                        Start.AT_ONCE,
                        command.limits(),
                        command.maxFuel(),
                        parts.arrays(),
                        control);
        run = guest;
        Logger logger = profile.logger();
        ToolLog log = new ToolLog(logger, CALL_ID);
        module.beginLoading();
        try {
            GuestStreams streams =
                    new GuestStreams(
                            command.arguments(),
                            command.stdin(),
                            to(command.stdout()),
                            to(command.stderr()));
            return guest.exec(
                    new GuestCall(
                            profile, CALL_ID, deadline, streams, log, control, CallPermit.KEPT));
        } finally {
            module.endLoading();
            log.end();
        }
    }

    /**
     * Returns an output that is flushed after each write, so that the user sees the output of a
     * command immediately.
     */
    private static GuestOutput to(OutputStream stream) {
        return new GuestOutput() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                stream.write(bytes, offset, length);
                stream.flush();
            }
        };
    }

    Usage usage() {
        GuestRun guest = run;
        return guest == null ? new Usage(0, 0, command.maxFuel(), 0) : guest.usage();
    }

    @Override
    public void afterwards() {
        GuestRun guest = run;
        if (guest != null) {
            guest.recycle();
        }
    }
}

package org.vexhost.gateway.mcp.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Function;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.admin.McpConnector;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.mcp.core.McpCore;

/**
 * Creates a {@code Pipe} for each client. When a client disconnects, its requests are cancelled.
 */
public final class PipeConnector implements McpConnector {

    /** How long the host waits for open responses after a client's input has ended: 10 s. */
    private static final long DRAIN_MILLIS = 10_000;

    private final McpCore core;
    private final Function<String, Optional<CallerAccess>> callers;

    /**
     * Creates a connector to a core.
     *
     * @param callers finds a caller that an operator configured
     */
    public PipeConnector(McpCore core, Function<String, Optional<CallerAccess>> callers) {
        this.core = core;
        this.callers = callers;
    }

    @Override
    public void serve(Caller user, Optional<String> callerName, InputStream in, OutputStream out)
            throws AdministrationException, IOException {
        CallerAccess access =
                callerName.isPresent() ? configured(callerName.get()) : new LocalAccess(user);
        Thread reader = Thread.currentThread();
        Runnable interrupt = reader::interrupt;
        LineWriter writer = new LineWriter(out, interrupt);
        Thread writing = new Thread(writer::run, "vexhost-mcp-pipe");
        writing.setDaemon(true);
        Pipe pipe = new Pipe(core, access, writer);
        CallerAccess.Registration ending = access.onEnd(interrupt);
        try {
            writing.start();
            pipe.read(in);
            pipe.awaitAnswers(DRAIN_MILLIS);
            writer.flush(DRAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ending.close();
            pipe.close();
            writer.close();
            writing.interrupt();
        }
    }

    private CallerAccess configured(String name) throws AdministrationException {
        return callers.apply(name)
                .filter(access -> access.has(Role.CALL))
                .orElseThrow(
                        () ->
                                new AdministrationException(
                                        AdministrationException.Reason.NOT_FOUND,
                                        "no caller %s that may call tools is configured"
                                                .formatted(MessageText.quote(name))));
    }
}

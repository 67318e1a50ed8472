package org.vexhost.distribution.admin;

import java.io.IOException;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.admin.socket.Requests;
import org.vexhost.distribution.host.HostControl;
import org.vexhost.distribution.protocol.CallRequest;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameChannel;
import org.vexhost.distribution.protocol.FrameType;
import org.vexhost.distribution.protocol.McpRequest;
import org.vexhost.distribution.protocol.ProtocolException;
import org.vexhost.distribution.protocol.ShellRequest;

/** Reads a client's request and dispatches it. */
final class RequestHandler implements Requests {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private static final int UNAVAILABLE = 5;
    private static final int USAGE = 2;

    private final HostControl host;
    private final ClientCalls calls;
    private final McpClients agents;
    private final LazyShell shell;
    private final HostStatus status;
    private final AtomicInteger answering = new AtomicInteger();

    RequestHandler(
            HostControl host,
            ClientCalls calls,
            McpClients agents,
            LazyShell shell,
            HostStatus status) {
        this.host = host;
        this.calls = calls;
        this.agents = agents;
        this.shell = shell;
        this.status = status;
    }

    @Override
    public void serve(
            Frame request, FrameChannel channel, Executor threads, Optional<UserPrincipal> user)
            throws IOException {
        Session session = new Session(channel, user);
        if (hasInput(request.type())) {
            threads.execute(session::readInput);
        }
        boolean isAnswered = request.type() != FrameType.SHELL && request.type() != FrameType.MCP;
        if (isAnswered) {
            answering.incrementAndGet();
        }
        try {
            serve(request, session);
        } catch (ProtocolException e) {
            session.printError(String.valueOf(e.getMessage()));
            session.exit(USAGE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError e) {
            session.printError(
                    "UNAVAILABLE/OVERLOADED: host has no thread or no memory for you; try again later");
            session.exit(UNAVAILABLE);
            LOG.warn("request {} found no free thread or memory", request.type(), e);
        } catch (RuntimeException | Error e) {
            LOG.error("request {} failed", request.type(), e);
            session.printError("host failed, its log says why");
            session.exit(1);
        } finally {
            if (isAnswered) {
                answering.decrementAndGet();
            }
        }
    }

    private static boolean hasInput(FrameType request) {
        return request != FrameType.STATUS && request != FrameType.STOP;
    }

    /** Whether a client waits for a response that does not depend on further input. */
    @Override
    public boolean isAnswering() {
        return answering.get() > 0;
    }

    private void serve(Frame request, Session session) throws IOException, InterruptedException {
        switch (request.type()) {
            case CALL -> calls.serve(CallRequest.from(request), session);
            case MCP -> agents.serve(McpRequest.from(request), session);
            case COMMAND -> {
                Optional<GogoShell> now = shellFor(session);
                if (now.isPresent()) {
                    now.get().run(request.text(), session);
                }
            }
            case SHELL -> {
                Optional<GogoShell> now = shellFor(session);
                if (now.isPresent()) {
                    now.get().interact(ShellRequest.from(request), session);
                }
            }
            case STATUS -> {
                HostStatus.Seen seen = status.look();
                session.printLine(request.text().equals("json") ? seen.json() : seen.text());
                session.exit(seen.isReady() ? 0 : UNAVAILABLE);
            }
            case STOP -> {
                LOG.info("host was told to stop by a local command");
                host.requestStop();
                session.exit(0);
            }
            default ->
                    throw new ProtocolException(
                            "frame of type %s is not a request".formatted(request.type()));
        }
    }

    private Optional<GogoShell> shellFor(Session session) throws IOException {
        Optional<GogoShell> now = shell.get();
        if (now.isEmpty()) {
            session.printError("host has no shell now");
            session.exit(UNAVAILABLE);
        }
        return now;
    }
}

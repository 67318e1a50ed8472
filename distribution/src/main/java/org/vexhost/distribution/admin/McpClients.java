package org.vexhost.distribution.admin;

import java.io.IOException;
import java.util.Optional;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.McpConnector;
import org.vexhost.distribution.protocol.McpRequest;

/** Serves MCP clients on this machine. If a client disconnects, its calls are cancelled. */
final class McpClients {

    private static final int USAGE = 2;
    private static final int UNAVAILABLE = 5;

    private final Dynamic<McpConnector> connector;

    McpClients(Dynamic<McpConnector> connector) {
        this.connector = connector;
    }

    void serve(McpRequest request, Session session) throws IOException {
        Optional<McpConnector> now = connector.get();
        if (now.isEmpty()) {
            session.printError("host does not offer MCP; the gateway bundle is missing");
            session.exit(UNAVAILABLE);
            return;
        }
        session.listen(Thread.currentThread()::interrupt);
        try (FrameOutput out = session.output()) {
            now.get().serve(session.caller(), request.caller(), session.input(), out);
        } catch (AdministrationException e) {
            session.printError(String.valueOf(e.getMessage()));
            session.exit(USAGE);
            return;
        }
        session.exit(0);
    }
}

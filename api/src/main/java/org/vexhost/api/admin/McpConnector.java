package org.vexhost.api.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.vexhost.api.Caller;

/**
 * Speaks the Model Context Protocol over a pair of streams, one message per line. It is an OSGi
 * service of the module that implements the protocol. Thread-safe.
 *
 * @since 1.0
 */
public interface McpConnector {

    /**
     * Serves a client until its input ends. Pending requests are then answered within a bounded
     * time. Interrupting the thread means that the client is gone: its calls end at once.
     *
     * @param user the user who runs the client
     * @param callerName the name of a configured caller: the client sees only that caller's tools
     *     and uses its quotas; empty for all tools
     * @param in messages from the client; not closed
     * @param out receives only messages, from one thread at a time; not closed
     * @throws AdministrationException if there is no such caller
     * @throws IOException if the client cannot be read
     */
    void serve(Caller user, Optional<String> callerName, InputStream in, OutputStream out)
            throws AdministrationException, IOException;
}

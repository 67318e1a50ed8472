package org.vexhost.api.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.vexhost.api.Caller;

/**
 * Serves clients of the Model Context Protocol over a pair of streams, with one message per line.
 * The module that implements the protocol registers this interface as an OSGi service. Thread-safe.
 *
 * @since 1.0
 */
public interface McpConnector {

    /**
     * Serves a client until its input ends. Then the method waits a limited time for the answers to
     * pending requests. If the client is gone, interrupt the thread that runs this method: the
     * client's calls then end immediately.
     *
     * @param user the user who runs the client
     * @param callerName the name of a configured caller; empty for all tools. With a caller, the
     *     client sees only that caller's tools and uses that caller's quotas
     * @param in the messages from the client; not closed
     * @param out the stream for messages to the client, which only one thread at a time writes; not
     *     closed
     * @throws AdministrationException if there is no such caller
     * @throws IOException if the messages from the client cannot be read
     */
    void serve(Caller user, Optional<String> callerName, InputStream in, OutputStream out)
            throws AdministrationException, IOException;
}

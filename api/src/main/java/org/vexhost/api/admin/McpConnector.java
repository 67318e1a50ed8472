package org.vexhost.api.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.vexhost.api.Caller;

/**
 * Speaks the Model Context Protocol over a pair of streams: one message a line. An OSGi service of
 * the module that knows the protocol. Thread-safe.
 *
 * @since 1.0
 */
public interface McpConnector {

    /**
     * Serves a client until its input ends, and then until what it asked for is answered, for a
     * bounded time. When the thread is interrupted the client is gone: its calls end at once.
     *
     * @param user who is at the other end
     * @param callerName a caller that an operator configured: the client sees its tools alone, and
     *     its quotas count; empty for all tools
     * @param in what the client says; not closed
     * @param out gets messages and nothing else; written by one thread at a time; not closed
     * @throws AdministrationException if there is no such caller
     * @throws IOException if the client cannot be read
     */
    void serve(Caller user, Optional<String> callerName, InputStream in, OutputStream out)
            throws AdministrationException, IOException;
}

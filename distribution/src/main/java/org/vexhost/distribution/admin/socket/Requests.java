package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameChannel;

/** Serves the requests of clients. Thread-safe. */
public interface Requests {

    /**
     * Serves a request to its end. The connection is closed afterwards.
     *
     * @param channel in blocking mode; the request was read from it already
     * @param threads provides one more thread to read the client's input meanwhile; throws {@link
     *     java.util.concurrent.RejectedExecutionException} or {@link OutOfMemoryError} if there is
     *     none
     * @param user user of the client; empty if the system does not report it
     * @throws IOException if the client has disconnected
     */
    void serve(Frame request, FrameChannel channel, Executor threads, Optional<UserPrincipal> user)
            throws IOException;

    /** Whether a client waits for a response that does not depend on further input. */
    boolean isAnswering();
}

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
     * Serves a request until it ends. The caller then closes the connection.
     *
     * @param channel in blocking mode; the request has already been read
     * @param threads runs one more task on a thread, to read the client's input during the request;
     *     throws {@link java.util.concurrent.RejectedExecutionException} or {@link
     *     OutOfMemoryError} if there is no thread
     * @param user user of the client; empty if the system does not report it
     * @throws IOException if the client has disconnected
     */
    void serve(Frame request, FrameChannel channel, Executor threads, Optional<UserPrincipal> user)
            throws IOException;

    /** Whether a client waits for a response that does not depend on further input. */
    boolean isAnswering();
}

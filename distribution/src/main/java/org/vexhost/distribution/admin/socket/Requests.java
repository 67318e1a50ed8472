package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameChannel;

/** What the host does with requests. Thread-safe. */
public interface Requests {

    /**
     * Serves a request to its end. The connection is closed afterwards.
     *
     * @param channel in blocking mode; the request was read from it already
     * @param threads gives one more thread, to read what the client sends meanwhile; throws {@link
     *     java.util.concurrent.RejectedExecutionException} or {@link OutOfMemoryError} if there is
     *     none
     * @param user whose client it is, as the system says; empty where it does not tell
     * @throws IOException if the client is gone
     */
    void serve(Frame request, FrameChannel channel, Executor threads, Optional<UserPrincipal> user)
            throws IOException;

    /** Whether a client waits for an answer that will come by itself. */
    boolean isAnswering();
}

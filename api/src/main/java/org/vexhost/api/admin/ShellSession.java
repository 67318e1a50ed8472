package org.vexhost.api.admin;

import java.io.IOException;

/**
 * A session of the shell. One thread runs it; other threads may call the other methods at any time,
 * and these methods never wait for the client.
 *
 * @since 1.0
 */
public interface ShellSession {

    /**
     * Runs the session to its end, on the calling thread. May be called once. When it returns, the
     * client's streams are flushed and perhaps closed, and no other thread uses them.
     *
     * @return the exit status, 0 to 255; that of {@code vexhost shell} for the same command
     * @throws IOException if the client cannot be read or written
     */
    int run() throws IOException;

    /** Tells the session that the client's terminal has another size. */
    void resize(ShellTerminal terminal);

    /** Interrupts the command in the foreground, as Ctrl-C does. */
    void interrupt();

    /**
     * Ends the session because the client is gone. A running command is interrupted. May be called
     * again while the session has not ended.
     */
    void hangUp();
}

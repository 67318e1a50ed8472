package org.vexhost.gateway.mcp.core;

/**
 * Sends the messages about one request. Thread-safe; no method blocks. After {@link #finish} or
 * {@link #abandon} only {@link #onGone} may be called.
 */
public interface Outlet {

    /** Sends the final message. */
    void finish(Answer answer);

    /**
     * Prepares to send messages before the final one, and to notice when the client disconnects. A
     * second call does nothing.
     *
     * @return whether messages that are sent before the final one reach the client
     */
    boolean startStream();

    /**
     * Sends a message before the final one. The message is lost unless {@link #startStream}
     * returned true.
     */
    void send(byte[] message);

    /** Ends the request without a final message, because the client cancelled it. */
    void abandon();

    /**
     * Calls back once when the client has disconnected, or immediately if it has disconnected. The
     * callback may run on any thread, so it must be short.
     */
    void onGone(Runnable callback);
}

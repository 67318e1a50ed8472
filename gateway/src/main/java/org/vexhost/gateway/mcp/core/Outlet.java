package org.vexhost.gateway.mcp.core;

/**
 * Where what is said about one request goes. Thread-safe; nothing blocks. After {@link #finish} or
 * {@link #abandon} nothing else is called but {@link #onGone}.
 */
public interface Outlet {

    /** The last message. */
    void finish(Answer answer);

    /**
     * Makes ready for messages before the last one, and for noticing that the client is gone. Does
     * nothing the second time.
     *
     * @return whether messages before the last one reach the client
     */
    boolean startStream();

    /** A message before the last one. Lost unless {@link #startStream} said that it is not. */
    void send(byte[] message);

    /** There is no last message: the client took its request back. */
    void abandon();

    /** Calls back once when nobody waits any more, at once if so; on any thread, so briefly. */
    void onGone(Runnable callback);
}

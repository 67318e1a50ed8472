package org.vexhost.gateway.http;

/** A stream of server-sent events to one client. Thread-safe; no method blocks. */
public interface EventStream {

    /**
     * The largest number of bytes that are queued for a client that does not read: 1 MiB, plus one
     * event.
     */
    int MAX_WAITING_BYTES = 1024 * 1024;

    /**
     * Sends an event. A client whose queue exceeds the maximum is disconnected.
     *
     * @param event the event to send; see {@link ServerSentEvent}
     * @return whether the stream was open
     */
    boolean send(ServerSentEvent event);

    /** Ends the stream after the queued events. Does nothing if the stream is closed. */
    void close();

    /** Whether the stream has ended, for any reason. */
    boolean isClosed();

    /**
     * Calls back once when the stream has ended for any reason, or immediately if it has ended. The
     * callback may run on any thread, so it must be short.
     */
    void onClosed(Runnable callback);
}

package org.vexhost.gateway.http;

/** A stream of server-sent events to one client. Thread-safe; nothing blocks. */
public interface EventStream {

    /**
     * The largest number of bytes that wait for a client that does not read: 1 MiB and one event.
     */
    int MAX_WAITING_BYTES = 1024 * 1024;

    /**
     * Sends an event. A client that lets too much wait is dropped.
     *
     * @param event lines as the format wants them, without the empty line at the end; see {@link
     *     ServerSentEvent}
     * @return whether the stream was open
     */
    boolean send(ServerSentEvent event);

    /** Ends the stream after what was sent. Does nothing if it is closed. */
    void close();

    /** Whether the stream has ended, whoever ended it. */
    boolean isClosed();

    /**
     * Calls back once when the stream has ended, whoever ended it, at once if it has; on any
     * thread, so briefly.
     */
    void onClosed(Runnable callback);
}

package org.vexhost.gateway.mcp;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.ServerSentEvent;

/** A stream that keeps what is sent. */
final class FakeStream implements EventStream {

    private final List<String> events = new ArrayList<>();
    private final List<Runnable> callbacks = new ArrayList<>();
    private boolean isClosed;

    @Override
    public synchronized boolean send(ServerSentEvent event) {
        if (isClosed) {
            return false;
        }
        events.add(event.data());
        return true;
    }

    @Override
    public void close() {
        List<Runnable> all;
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            all = List.copyOf(callbacks);
        }
        all.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean isClosed() {
        return isClosed;
    }

    @Override
    public void onClosed(Runnable callback) {
        synchronized (this) {
            if (!isClosed) {
                callbacks.add(callback);
                return;
            }
        }
        callback.run();
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }
}

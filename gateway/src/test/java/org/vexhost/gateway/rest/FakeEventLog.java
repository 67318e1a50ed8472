package org.vexhost.gateway.rest;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.EventLog;
import org.vexhost.api.admin.ToolAdministration;

/** Keeps five events, and tells them on the thread that adds them. */
final class FakeEventLog implements EventLog {

    static final int KEPT = 5;

    private final List<AdminEvent> events = new ArrayList<>();
    private final List<Consumer<AdminEvent>> listeners = new CopyOnWriteArrayList<>();

    void add(AdminEvent event) {
        events.add(event);
        listeners.forEach(listener -> listener.accept(event));
    }

    int listeners() {
        return listeners.size();
    }

    /** An administration that has these events and nothing else. */
    ToolAdministration administration() {
        return (ToolAdministration)
                Proxy.newProxyInstance(
                        ToolAdministration.class.getClassLoader(),
                        new Class<?>[] {ToolAdministration.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("events")) {
                                return this;
                            }
                            throw new UnsupportedOperationException(method.getName());
                        });
    }

    @Override
    public long lastSequence() {
        return events.size();
    }

    @Override
    public long firstSequence() {
        return Math.max(0, events.size() - KEPT) + 1L;
    }

    @Override
    public List<AdminEvent> after(long sequence, int max) {
        long from = sequence > lastSequence() ? 0 : sequence;
        return events.stream()
                .filter(event -> event.sequence() >= firstSequence() && event.sequence() > from)
                .limit(max)
                .toList();
    }

    @Override
    public Subscription subscribe(long sequence, Consumer<AdminEvent> listener) {
        after(sequence, Integer.MAX_VALUE).forEach(listener);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}

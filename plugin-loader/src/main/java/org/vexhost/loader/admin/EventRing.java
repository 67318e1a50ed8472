package org.vexhost.loader.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.EventLog;
import org.vexhost.loader.registry.RegistryEvent;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;

/**
 * A ring buffer of the latest events, with one thread that notifies listeners. Adding an event
 * never waits for a listener. Each listener has its own position in the ring, and its pending
 * events remain there.
 */
@Component(service = EventRing.class)
public final class EventRing implements EventLog, AutoCloseable {

    /** The maximum number of events in the ring: 2,048. */
    static final int KEPT = 2048;

    private static final Logger LOG = LoggerFactory.getLogger(EventRing.class);

    private final Clock clock;
    private final ToolRegistry.Subscription registry;
    private final Deque<AdminEvent> events = new ArrayDeque<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private long last;
    private @Nullable Thread thread;
    private boolean closed;

    /** Called by Declarative Services. */
    @Activate
    public EventRing(@Reference ToolRegistry registry) {
        this(registry, Clock.systemUTC());
    }

    EventRing(ToolRegistry registry, Clock clock) {
        this.clock = clock;
        this.registry = registry.subscribe(this::changed);
    }

    /** A listener and its position in the ring. */
    private static final class Listener {
        private final Consumer<AdminEvent> consumer;
        private long position;
        private volatile boolean isOpen = true;

        Listener(long position, Consumer<AdminEvent> consumer) {
            this.position = position;
            this.consumer = consumer;
        }
    }

    private void changed(RegistryEvent event) {
        Optional<ToolStatus> before = event.before().map(ToolEntry::status);
        Optional<ToolStatus> after = event.after().map(ToolEntry::status);
        if (before.equals(after)) {
            return;
        }
        ToolEntry about = event.after().or(event::before).orElseThrow();
        add(
                AdminEvent.Kind.STATE,
                about.name(),
                before,
                after,
                Optional.empty(),
                about.details().flatMap(each -> each.digest()).map(each -> each.text()));
    }

    /** Adds an event for an operator's action. */
    void add(AdminEvent.Kind kind, String tool, Caller operator, Optional<String> digest) {
        add(kind, tool, Optional.empty(), Optional.empty(), Optional.of(operator), digest);
    }

    private synchronized void add(
            AdminEvent.Kind kind,
            String tool,
            Optional<ToolStatus> before,
            Optional<ToolStatus> after,
            Optional<Caller> operator,
            Optional<String> digest) {
        Instant now = clock.instant();
        last++;
        events.addLast(new AdminEvent(last, now, kind, tool, before, after, operator, digest));
        if (events.size() > KEPT) {
            events.removeFirst();
        }
        notifyAll();
    }

    @Override
    public synchronized long lastSequence() {
        return last;
    }

    @Override
    public synchronized long firstSequence() {
        return last - events.size() + 1;
    }

    @Override
    public synchronized List<AdminEvent> after(long sequence, int max) {
        long from = effective(sequence);
        List<AdminEvent> found = new ArrayList<>();
        long skip = Math.max(0, from + 1 - firstSequence());
        for (AdminEvent event : events) {
            if (skip > 0) {
                skip--;
            } else if (found.size() < max) {
                found.add(event);
            } else {
                break;
            }
        }
        return found;
    }

    /**
     * Returns a valid position. If a number is larger than the last one, it is from before a
     * restart of the host.
     */
    private synchronized long effective(long sequence) {
        return sequence > last ? 0 : Math.max(0, sequence);
    }

    @Override
    public synchronized Subscription subscribe(long sequence, Consumer<AdminEvent> consumer) {
        Listener listener = new Listener(effective(sequence), consumer);
        listeners.add(listener);
        if (thread == null && !closed) {
            Thread started = new Thread(this::run, "vexhost-events");
            started.setDaemon(true);
            started.start();
            thread = started;
        }
        notifyAll();
        return () -> {
            listener.isOpen = false;
            listeners.remove(listener);
        };
    }

    private void run() {
        try {
            while (awaitNews()) {
                for (Listener listener : listeners) {
                    tell(listener);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitNews() throws InterruptedException {
        while (!closed && listeners.stream().allMatch(each -> each.position >= last)) {
            wait();
        }
        return !closed;
    }

    private void tell(Listener listener) {
        // Delivers a few events at a time, so that a slow listener does not delay the others.
        for (AdminEvent event : after(listener.position, 64)) {
            if (!listener.isOpen) {
                return;
            }
            listener.position = event.sequence();
            try {
                listener.consumer.accept(event);
            } catch (RuntimeException | Error e) {
                LOG.warn("A listener of events failed [event {}]", event.sequence(), e);
            }
        }
    }

    /** Called by Declarative Services. */
    @Deactivate
    @Override
    public void close() {
        registry.close();
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
            notifyAll();
        }
        if (running != null) {
            running.interrupt();
        }
    }
}

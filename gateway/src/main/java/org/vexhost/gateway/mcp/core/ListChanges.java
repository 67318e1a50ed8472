package org.vexhost.gateway.mcp.core;

import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.mcp.tool.ListedTool;
import org.vexhost.gateway.mcp.tool.ToolCatalogue;
import org.vexhost.gateway.time.Ticker;

/**
 * Notifies clients that the list of tools has changed. The notification follows 100 ms after the
 * first of several changes. A client is notified only if a tool that it may see has changed in the
 * list.
 */
final class ListChanges {

    private static final Logger LOG = LoggerFactory.getLogger(ListChanges.class);
    private static final long DEBOUNCE_MILLIS = 100;

    /** A client that is notified. */
    interface Subscriber {

        /** The caller and its rights. */
        CallerAccess access();

        /** Notifies the client that its list has changed. Never blocks. */
        void listChanged();
    }

    private final ToolCatalogue catalogue;
    private final Ticker ticker;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    /** The tools at the last comparison. After construction, used only by the ticker's thread. */
    private NavigableMap<String, ListedTool> told;

    ListChanges(ToolCatalogue catalogue, Ticker ticker) {
        this.catalogue = catalogue;
        this.ticker = ticker;
        this.told = catalogue.refresh();
    }

    void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    void remove(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    /** Records that some tool may have changed. */
    void touched() {
        catalogue.invalidate();
        if (isScheduled.compareAndSet(false, true)) {
            ticker.later(DEBOUNCE_MILLIS, this::flush);
        }
    }

    private void flush() {
        isScheduled.set(false);
        NavigableMap<String, ListedTool> now = catalogue.refresh();
        Set<String> changed = difference(told, now);
        told = now;
        if (changed.isEmpty()) {
            return;
        }
        for (Subscriber subscriber : subscribers) {
            try {
                if (changed.stream().anyMatch(subscriber.access()::maySee)) {
                    subscriber.listChanged();
                }
            } catch (RuntimeException e) {
                LOG.warn("a client cannot be told that the list of tools changed", e);
            }
        }
    }

    private static Set<String> difference(
            NavigableMap<String, ListedTool> before, NavigableMap<String, ListedTool> after) {
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return names;
    }
}

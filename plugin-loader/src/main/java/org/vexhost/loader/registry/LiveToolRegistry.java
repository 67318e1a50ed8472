package org.vexhost.loader.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;

/**
 * The registry, with the methods that the deployment code uses to change it. A change replaces one
 * immutable snapshot, so readers see the whole change or none of it. A version is closed only after
 * the snapshot that contains it was replaced. So if {@link #acquire} finds a closed version, it
 * reads the new snapshot and tries again.
 */
@Component(service = {ToolRegistry.class, LiveToolRegistry.class})
public final class LiveToolRegistry implements ToolRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(LiveToolRegistry.class);

    private static final Comparator<ToolEntry> ORDER =
            Comparator.comparing(ToolEntry::name)
                    .thenComparing(ToolEntry::ownership)
                    .thenComparing(ToolEntry::artifact);

    private final List<RegistryListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), Map.of(), List.of());
    private volatile boolean isStarting;

    /** Creates a registry without tools. */
    public LiveToolRegistry() {}

    /** The entries at one moment. Compared by identity. */
    private static final class Snapshot {
        private final Map<String, ToolEntry> byArtifact;
        private final Map<String, ToolEntry> byName;

        /**
         * Artifacts that do not own their name. If no other artifact owns the name either, the
         * error of a call says why the tool is unavailable.
         */
        private final Map<String, ToolEntry> withoutName;

        private final List<ToolEntry> sorted;

        private Snapshot(
                Map<String, ToolEntry> byArtifact,
                Map<String, ToolEntry> byName,
                Map<String, ToolEntry> withoutName,
                List<ToolEntry> sorted) {
            this.byArtifact = byArtifact;
            this.byName = byName;
            this.withoutName = withoutName;
            this.sorted = sorted;
        }

        static Snapshot of(Map<String, ToolEntry> byArtifact) {
            Map<String, ToolEntry> byName = new HashMap<>();
            for (ToolEntry entry : byArtifact.values()) {
                if (entry.isOwner() && byName.put(entry.name(), entry) != null) {
                    throw new IllegalStateException(
                            "Tool '%s' has two owners".formatted(entry.name()));
                }
            }
            List<ToolEntry> sorted = new ArrayList<>(byArtifact.values());
            sorted.sort(ORDER);
            Map<String, ToolEntry> withoutName = new HashMap<>();
            for (ToolEntry entry : sorted) {
                if (!entry.isOwner()) {
                    withoutName.putIfAbsent(entry.name(), entry);
                }
            }
            return new Snapshot(byArtifact, byName, withoutName, List.copyOf(sorted));
        }
    }

    @Override
    public Optional<ToolEntry> find(String name) {
        return Optional.ofNullable(snapshot.byName.get(name));
    }

    @Override
    public List<ToolEntry> all() {
        return snapshot.sorted;
    }

    @Override
    public ToolLease acquire(String name) throws ToolException {
        while (true) {
            Snapshot seen = snapshot;
            ToolEntry entry = seen.byName.get(name);
            if (entry == null) {
                throw refusal(name, seen).toException();
            }
            if (entry.serving().isEmpty()) {
                throw Refusals.unavailable(entry).toException();
            }
            ServedTool served = entry.serving().get();
            Optional<ToolLease> lease = served.leases().acquire(served);
            if (lease.isPresent()) {
                return lease.get();
            }
            if (seen == snapshot) {
                throw new IllegalStateException("Tool '%s' is closed but serves".formatted(name));
            }
        }
    }

    private ToolError refusal(String name, Snapshot seen) {
        ToolEntry known = seen.withoutName.get(name);
        if (known != null) {
            return Refusals.unavailable(known);
        }
        return isStarting ? Refusals.starting(name) : Refusals.notFound(name);
    }

    /**
     * Begins a start. Until {@link #endStart}, an unknown name may belong to a tool that has not
     * been read yet, so a call of it ends with DEPLOYING and not with NO_SUCH_TOOL. Declarative
     * Services call this before the registry is available.
     */
    @Activate
    public void beginStart() {
        isStarting = true;
    }

    /** Returns whether the host is starting; see {@link #beginStart}. */
    public boolean isStarting() {
        return isStarting;
    }

    /** Ends a start: each artifact that existed when the host started now has an entry. */
    public void endStart() {
        isStarting = false;
    }

    @Override
    public Subscription subscribe(RegistryListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Adds or replaces the entry of {@code entry.artifact()} in one step. */
    public synchronized void put(ToolEntry entry) {
        Map<String, ToolEntry> next = new LinkedHashMap<>(snapshot.byArtifact);
        ToolEntry before = next.put(entry.artifact(), entry);
        snapshot = Snapshot.of(next);
        tell(new RegistryEvent(Optional.ofNullable(before), Optional.of(entry)));
    }

    /** Replaces another artifact's entry with {@code entry} in one step. */
    public synchronized void replace(String artifact, ToolEntry entry) {
        Map<String, ToolEntry> next = new LinkedHashMap<>(snapshot.byArtifact);
        ToolEntry before = next.remove(artifact);
        next.put(entry.artifact(), entry);
        snapshot = Snapshot.of(next);
        tell(new RegistryEvent(Optional.ofNullable(before), Optional.of(entry)));
    }

    /** Removes the entry of an artifact; does nothing if there is no such entry. */
    public synchronized void remove(String artifact) {
        Map<String, ToolEntry> next = new LinkedHashMap<>(snapshot.byArtifact);
        ToolEntry before = next.remove(artifact);
        if (before != null) {
            snapshot = Snapshot.of(next);
            tell(new RegistryEvent(Optional.of(before), Optional.empty()));
        }
    }

    /**
     * Stops granting leases of a version that no entry serves.
     *
     * @return completes when the last call on the version has ended
     * @throws IllegalStateException if an entry still serves the version
     */
    public CompletableFuture<Void> retire(ServedTool served) {
        for (ToolEntry entry : snapshot.sorted) {
            if (entry.serving().filter(each -> each == served).isPresent()) {
                throw new IllegalStateException("Tool '%s' still serves".formatted(entry.name()));
            }
        }
        return served.leases().close();
    }

    /** Ends the calls that are still running on a retired version. */
    public void revoke(ServedTool served) {
        served.leases().revokeAll();
    }

    /** Removes all entries. */
    public synchronized void clear() {
        List.copyOf(snapshot.byArtifact.keySet()).forEach(this::remove);
    }

    private void tell(RegistryEvent event) {
        for (RegistryListener listener : listeners) {
            try {
                listener.changed(event);
            } catch (RuntimeException | Error e) {
                LOG.warn("registry listener {} failed", listener.getClass().getName(), e);
            }
        }
    }
}

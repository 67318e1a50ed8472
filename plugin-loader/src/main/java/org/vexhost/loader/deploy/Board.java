package org.vexhost.loader.deploy;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.ToolState;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolEntry.Ownership;

/**
 * Shows slots to others: computes what each looks like from its facts, puts it into the registry,
 * and logs one line for each change. Confined to the control thread.
 */
final class Board {

    private static final Logger LOG = LoggerFactory.getLogger("org.vexhost.loader.tools");

    private final LiveToolRegistry registry;
    private final Slots slots;
    private final HostState state;
    private final Gate gate;
    private final Clock clock;

    Board(LiveToolRegistry registry, Slots slots, HostState state, Gate gate, Clock clock) {
        this.registry = registry;
        this.slots = slots;
        this.state = state;
        this.gate = gate;
        this.clock = clock;
    }

    /** What a slot looks like. */
    private record Look(
            ToolState state,
            String reason,
            Optional<String> version,
            Optional<ServedTool> serving,
            List<MissingCapability> missing) {}

    /** Shows a slot as it is now; does nothing if that is how it was shown. */
    void show(Slot slot) {
        ToolEntry entry = entry(slot);
        if (slot.shown.filter(entry::equals).isEmpty()) {
            slot.shown = Optional.of(entry);
            registry.put(entry);
            log(entry);
        }
    }

    /**
     * Shows what was read of a slot since it was shown: its state is the same, so no line is
     * logged.
     */
    void complete(Slot slot) {
        ToolEntry entry = entry(slot);
        if (slot.shown.filter(entry::equals).isEmpty()) {
            slot.shown = Optional.of(entry);
            registry.put(entry);
        }
    }

    /** Shows {@code heir} in the place of {@code from}: nobody finds neither of them. */
    void move(Slot from, Slot heir) {
        from.shown = Optional.empty();
        ToolEntry entry = entry(heir);
        heir.shown = Optional.of(entry);
        registry.replace(from.id, entry);
        LOG.info("Tool '{}' is '{}' now [{}]", entry.name(), heir.id, from.id);
        log(entry);
    }

    private ToolEntry entry(Slot slot) {
        String name = name(slot);
        Look look = look(slot, name);
        Ownership ownership = slots.holds(slot, name) ? Ownership.OWNER : Ownership.NONE;
        Optional<ToolEntry> before = slot.shown;
        Instant since =
                before.filter(
                                entry ->
                                        entry.state() == look.state()
                                                && entry.version().equals(look.version()))
                        .map(ToolEntry::since)
                        .orElseGet(clock::instant);
        return new ToolEntry(
                name,
                ownership,
                slot.kind,
                slot.id,
                look.state(),
                since,
                look.reason(),
                look.version(),
                look.serving(),
                look.missing(),
                details(slot));
    }

    /** Of the newest version that could be read. */
    private static Optional<ToolDetails> details(Slot slot) {
        return slot.next
                .map(Version::details)
                .or(() -> slot.read)
                .or(() -> slot.current.map(Version::details));
    }

    /** Takes a slot off the board, unless another one of the same artifact took its place. */
    void clear(Slot slot) {
        Optional<ToolEntry> last = slot.shown;
        slot.shown = Optional.empty();
        if (last.isPresent()
                && registry.all().stream().anyMatch(entry -> entry.equals(last.get()))) {
            registry.remove(slot.id);
            if (last.get().isOwner()) {
                LOG.info("Tool '{}' is gone [{}]", last.get().name(), slot.id);
            } else {
                LOG.info("'{}' is gone, or part of another tool", slot.id);
            }
        }
    }

    /** The name that a slot is known by. */
    String name(Slot slot) {
        return slot.current
                .or(() -> slot.next)
                .map(Version::name)
                .or(() -> slots.namesOf(slot).stream().findFirst())
                .orElse(slot.guessedName);
    }

    private Look look(Slot slot, String name) {
        Optional<String> version = newest(slot);
        if (slot.life != Slot.Life.DEPLOYED) {
            return new Look(
                    ToolState.DRAINING,
                    slot.life == Slot.Life.CLOSING
                            ? "the host is closing"
                            : "its artifact was removed",
                    version,
                    Optional.empty(),
                    List.of());
        }
        Optional<String> disabled =
                slots.holds(slot, name) ? state.disabled(name) : Optional.empty();
        if (disabled.isPresent()) {
            return new Look(
                    ToolState.DISABLED, disabled.get(), version, Optional.empty(), List.of());
        }
        Optional<Gate.Block> block = slot.current.flatMap(gate::judgeServing);
        Optional<ServedTool> serving =
                block.isPresent() ? Optional.empty() : slot.current.map(Version::served);
        if (slot.compiling.isPresent()) {
            return look(ToolState.COMPILING, slot.waiting.orElse(""), slot, serving);
        }
        if (slot.waiting.isPresent()) {
            return look(ToolState.WAITING, slot.waiting.get(), slot, serving);
        }
        if (slot.problem.isPresent()) {
            return look(slot.problem.get().state(), slot.problem.get().text(), slot, serving);
        }
        Optional<Gate.Block> shownBlock =
                slot.next
                        .flatMap(gate::judge)
                        .or(() -> block)
                        .or(
                                () ->
                                        slot.current
                                                .filter(gate::isOfEarlierRelease)
                                                .flatMap(gate::judge));
        if (shownBlock.isPresent()) {
            return new Look(
                    ToolState.BLOCKED,
                    stillServing(shownBlock.get().reason(), slot, serving),
                    version,
                    serving,
                    shownBlock.get().missing());
        }
        if (serving.isEmpty()) {
            return look(ToolState.WAITING, "", slot, serving);
        }
        // Who reads that a version is ACTIVE expects its answers from now on.
        Optional<String> served = slot.current.map(Version::version);
        return new Look(ToolState.ACTIVE, "", served, serving, List.of());
    }

    private static Look look(
            ToolState state, String reason, Slot slot, Optional<ServedTool> serving) {
        return new Look(
                state, stillServing(reason, slot, serving), newest(slot), serving, List.of());
    }

    private static Optional<String> newest(Slot slot) {
        return slot.compiling
                .or(() -> slot.problem.flatMap(Slot.Problem::version))
                .or(() -> slot.next.map(Version::version))
                .or(() -> slot.read.map(details -> details.definition().version()))
                .or(() -> slot.current.map(Version::version));
    }

    private static String stillServing(String reason, Slot slot, Optional<ServedTool> serving) {
        if (serving.isEmpty()) {
            return reason;
        }
        String version = slot.current.map(Version::version).orElse("");
        return (reason.isEmpty() ? "" : reason + "; ") + "version " + version + " is still serving";
    }

    private static void log(ToolEntry entry) {
        String version = entry.version().map(text -> " " + text).orElse("");
        String reason = entry.reason().isEmpty() ? "" : ": " + entry.reason();
        boolean attention = entry.state() == ToolState.FAILED || entry.state() == ToolState.BLOCKED;
        LOG.atLevel(attention ? Level.WARN : Level.INFO)
                .log(
                        "Tool '{}'{} is {}{} [{}{}]",
                        entry.name(),
                        version,
                        entry.state(),
                        reason,
                        entry.artifact(),
                        entry.details()
                                .flatMap(ToolDetails::digest)
                                .map(digest -> ", " + digest)
                                .orElse(""));
    }
}

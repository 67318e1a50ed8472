package org.vexhost.audit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.AuditTrail;

/**
 * Records the artifacts that were added, updated, rejected or removed. The line of an artifact also
 * names the owner of its files. Used by one thread.
 */
final class ArtifactNotes implements Consumer<AdminEvent> {

    private static final String DIGEST = "digest";
    private static final String VERSION = "version";

    private final AuditTrail audit;
    private final Function<String, Caller> owner;
    private final BooleanSupplier isClosing;
    private final Map<String, Seen> artifacts = new HashMap<>();
    private long last;

    /**
     * What the lines written for an artifact say about it.
     *
     * @param digest the digest of the version that was accepted last
     * @param rejection what the newest line reports, if it reports a rejection
     */
    private record Seen(Optional<String> digest, Optional<Rejection> rejection) {
        private static final Seen NOTHING = accepted(Optional.empty());

        static Seen accepted(Optional<String> digest) {
            return new Seen(digest, Optional.empty());
        }
    }

    private record Rejection(Optional<String> digest, String reason) {}

    /**
     * Creates notes that know no artifact yet.
     *
     * @param owner returns the owner of an artifact's file or folder
     * @param isClosing returns whether the host is stopping, which removes all artifacts
     */
    ArtifactNotes(AuditTrail audit, Function<String, Caller> owner, BooleanSupplier isClosing) {
        this.audit = audit;
        this.owner = owner;
        this.isClosing = isClosing;
    }

    @Override
    public void accept(AdminEvent event) {
        noteGap(event.sequence());
        if (event.kind() != AdminEvent.Kind.STATE) {
            return;
        }
        Optional<Seen> moved =
                event.before()
                        .filter(before -> !isAt(event.after(), before.artifact()))
                        .map(before -> artifacts.remove(before.artifact()));
        if (event.after().isEmpty()) {
            moved.ifPresent(seen -> gone(event.before().orElseThrow(), seen));
            return;
        }
        ToolStatus now = event.after().get();
        moved.ifPresent(seen -> artifacts.putIfAbsent(now.artifact(), seen));
        Seen seen = artifacts.getOrDefault(now.artifact(), Seen.NOTHING);
        switch (now.state()) {
            case ACTIVE, BLOCKED, DISABLED -> taken(now, event.artifactDigest(), seen);
            case FAILED -> rejected(now, event.artifactDigest(), seen);
            // The files are being read again, so the next rejection gets a line even if it is the
            // same.
            case WAITING, COMPILING ->
                    artifacts.computeIfPresent(
                            now.artifact(), (name, before) -> Seen.accepted(before.digest()));
            case DRAINING -> {
                // The artifact is either removed or serves again soon; no line is needed yet.
            }
        }
    }

    private static boolean isAt(Optional<ToolStatus> status, String artifact) {
        return status.isPresent() && status.get().artifact().equals(artifact);
    }

    private void noteGap(long sequence) {
        if (last > 0 && sequence > last + 1) {
            note(
                    Caller.host("tools"),
                    "artifact.missed",
                    Map.of("events", Long.toString(sequence - last - 1)));
        }
        last = sequence;
    }

    private void taken(ToolStatus now, Optional<String> digest, Seen seen) {
        if (artifacts.put(now.artifact(), Seen.accepted(digest)) == null) {
            noteArtifact("artifact.added", now, digest, Map.of());
        } else if (!digest.equals(seen.digest())) {
            noteArtifact(
                    seen.digest().isPresent() ? "artifact.updated" : "artifact.added",
                    now,
                    digest,
                    seen.digest()
                            .<Map<String, String>>map(old -> Map.of("from", old))
                            .orElse(Map.of()));
        }
    }

    private void rejected(ToolStatus now, Optional<String> digest, Seen seen) {
        Optional<Rejection> rejection = Optional.of(new Rejection(digest, now.reason()));
        if (!seen.rejection().equals(rejection)) {
            artifacts.put(now.artifact(), new Seen(seen.digest(), rejection));
            // If the artifact could not be read, its own digest is unknown, and its status has the
            // digest of the previous version. That digest is left out.
            noteArtifact(
                    "artifact.rejected",
                    now,
                    digest.filter(each -> !seen.digest().equals(digest)),
                    Map.of("reason", now.reason()));
        }
    }

    private void gone(ToolStatus before, Seen seen) {
        if (!isClosing.getAsBoolean()) {
            note(Caller.host("tools"), "artifact.removed", facts(before, seen.digest(), Map.of()));
        }
    }

    private void noteArtifact(
            String action, ToolStatus now, Optional<String> digest, Map<String, String> more) {
        Map<String, String> facts = facts(now, digest, more);
        facts.put("state", now.state().name().toLowerCase(Locale.ROOT));
        note(owner.apply(now.artifact()), action, facts);
    }

    private static Map<String, String> facts(
            ToolStatus status, Optional<String> digest, Map<String, String> more) {
        Map<String, String> facts = new TreeMap<>(more);
        facts.put("tool", status.tool());
        facts.put("artifact", status.artifact());
        status.version().ifPresent(version -> facts.put(VERSION, version));
        digest.ifPresent(each -> facts.put(DIGEST, each));
        return facts;
    }

    private void note(Caller who, String action, Map<String, String> facts) {
        audit.note(who, action, facts);
    }
}

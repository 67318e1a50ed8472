package org.vexhost.distribution.admin.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AuditTrail;

/**
 * Records in the audit log which files in {@code etc/} changed, and who owns them. The files
 * contain settings, grants, callers, secrets and keys of SSH. Used by one thread.
 */
public final class EditNotes {

    /** The recorded folders, relative to {@code etc/}. Files in other folders have no effect. */
    private static final List<String> FOLDERS = List.of("", "grants", "callers", "secrets", "ssh");

    private static final Logger LOG = LoggerFactory.getLogger(EditNotes.class);

    private final Path etc;
    private final Supplier<Optional<AuditTrail>> audit;
    private final List<Watched> folders = new ArrayList<>();

    /** A watched folder, and whether it has been scanned before. */
    private static final class Watched {
        private final FolderScan scan;
        private boolean isKnown;

        Watched(FolderScan scan) {
            this.scan = scan;
        }
    }

    /**
     * Creates a recorder.
     *
     * @param etc the folder of settings
     * @param nanoTime a monotonic clock
     */
    public EditNotes(Path etc, Supplier<Optional<AuditTrail>> audit, LongSupplier nanoTime) {
        this.etc = etc;
        this.audit = audit;
        for (String folder : FOLDERS) {
            folders.add(
                    new Watched(new FolderScan(etc.resolve(folder), name -> true, true, nanoTime)));
        }
    }

    /** Returns the recorded folders, in a list that the caller may change. */
    static List<Path> folders(Path etc) {
        return FOLDERS.stream().map(etc::resolve).collect(Collectors.toCollection(ArrayList::new));
    }

    /** Lists the files in the next update, even if the times and sizes are as before. */
    void listAgain() {
        folders.forEach(folder -> folder.scan.listAgain());
    }

    /** Whether nothing happens until a file changes. */
    boolean isSettled() {
        return folders.stream()
                .allMatch(folder -> folder.scan.isAbsent() || folder.scan.isSettled());
    }

    /** Scans the folders, and records the changes since the last scan. */
    void update() {
        for (Watched folder : folders) {
            if (!folder.scan.isAbsent()) {
                update(folder);
            }
            // If the folder is created later, all files in it are new.
            folder.isKnown = true;
        }
    }

    private void update(Watched folder) {
        try {
            FolderScan.Changes changes = folder.scan.next();
            if (folder.isKnown) {
                changes.changed().forEach(file -> note(file, "changed"));
                changes.removed().forEach(file -> note(file, "removed"));
            }
        } catch (IOException e) {
            LOG.trace("folder cannot be read", e);
        }
    }

    private void note(Path file, String change) {
        audit.get()
                .ifPresent(
                        trail ->
                                trail.note(
                                        owner(file),
                                        "file." + change,
                                        Map.of("file", "etc/" + etc.relativize(file))));
    }

    private static Caller owner(Path file) {
        try {
            return Caller.user(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName());
        } catch (IOException | UnsupportedOperationException e) {
            return Caller.host("etc");
        }
    }
}

package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.vexhost.loader.work.Openers;

/** The tools folder, which can be scanned for tools. Used by one thread. */
public final class ToolsFolder {

    /** The maximum number of names in one folder; further names are ignored. */
    public static final int MAX_NAMES = 20_000;

    private final Path root;
    private final int maxNames;
    private final DescriptorPeek peek;

    /** The identity of the folder itself, if the platform provides one. */
    private Optional<Object> identity = Optional.empty();

    /**
     * Creates a scanner of a folder.
     *
     * @param root absolute; need not exist
     * @param openers opens the descriptors in it
     */
    public ToolsFolder(Path root, Openers openers) {
        this(root, openers, MAX_NAMES);
    }

    ToolsFolder(Path root, Openers openers, int maxNames) {
        this.root = root;
        this.maxNames = maxNames;
        this.peek = new DescriptorPeek(new ConfinedFiles(root), openers);
    }

    /**
     * Scans the folder. Reads new descriptors, because they name their modules. A scan is as slow
     * as the file system.
     */
    public Scan scan() {
        FolderNames names;
        Path real;
        Optional<Object> key;
        try {
            real = root.toRealPath();
            key =
                    Optional.ofNullable(
                            Files.readAttributes(real, BasicFileAttributes.class).fileKey());
            names = FolderNames.of(root, maxNames);
        } catch (IOException e) {
            return Scan.ABSENT;
        }
        if (names.paths().isEmpty() && identity.isPresent() && !identity.equals(key)) {
            return Scan.ABSENT;
        }
        identity = key;
        peek.begin();
        FolderRound round = new FolderRound(root, real, peek);
        List<FileSnapshot> looks = names.paths().stream().map(FileSnapshot::at).toList();
        looks.stream()
                .filter(snapshot -> FileNames.isDescriptor(FileNames.of(snapshot.state().path())))
                .forEach(round::addPair);
        looks.forEach(round::addOther);
        round.refuseSharedModules();
        peek.end();
        return new Scan(names.presence(), round.candidates(), round.watched());
    }
}

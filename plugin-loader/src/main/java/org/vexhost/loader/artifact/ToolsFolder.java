package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.vexhost.loader.work.Openers;

/** Looks for tools in the tools folder. Used by one thread. */
public final class ToolsFolder {

    /** More names than this in one folder are not looked at. */
    public static final int MAX_NAMES = 20_000;

    private final Path root;
    private final int maxNames;
    private final DescriptorPeek peek;

    /** The folder itself, where the platform gives it an identity. */
    private Optional<Object> identity = Optional.empty();

    /**
     * Of a folder.
     *
     * @param root absolute; need not exist
     * @param openers open the descriptors in it
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
     * Looks at all names, and reads descriptors that are new for the names of their modules. Takes
     * as long as the file system does.
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

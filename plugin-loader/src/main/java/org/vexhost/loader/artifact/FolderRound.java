package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vexhost.loader.artifact.Defect.Kind;
import org.vexhost.loader.registry.ArtifactKind;

/**
 * One scan of the tools folder. It reads descriptors first, because they name the modules that
 * belong to them.
 */
final class FolderRound {
    private final Path root;
    private final Path real;
    private final DescriptorPeek peek;
    private final Map<String, Candidate> found = new LinkedHashMap<>();
    private final List<Path> watched = new ArrayList<>();
    private final Map<Path, String> claimed = new LinkedHashMap<>();
    private final Set<String> twice = new HashSet<>();

    /**
     * Starts a scan of a folder.
     *
     * @param root the folder as it is configured
     * @param real the real path of the folder
     * @param peek reads descriptors, and remembers their names and modules
     */
    FolderRound(Path root, Path real, DescriptorPeek peek) {
        this.root = root;
        this.real = real;
        this.peek = peek;
        watched.add(root);
    }

    /** Returns the candidates, ordered by id. */
    List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>(found.values());
        all.sort(Comparator.comparing(Candidate::id));
        return all;
    }

    /** Returns the folders to watch for changes, with the tools folder first. */
    List<Path> watched() {
        return watched;
    }

    void addPair(FileSnapshot descriptor) {
        Path path = descriptor.state().path();
        String name = FileNames.of(path);
        String stem = FileNames.stem(name, FileNames.DESCRIPTOR_SUFFIX);
        Optional<Defect> escape = garbled(name).or(() -> escape(descriptor));
        if (escape.isPresent()) {
            put(name, ArtifactKind.FILE_PAIR, stem, path, List.of(), List.of(), escape);
        } else if (descriptor.kind() != FileSnapshot.Kind.FOLDER) {
            String module = peek.module(descriptor).orElse(stem + FileNames.MODULE_SUFFIX);
            claim(root.resolve(module), name);
            String guess = peek.name(descriptor).orElse(stem);
            add(name, ArtifactKind.FILE_PAIR, guess, path, descriptor, module, root);
        }
    }

    void addOther(FileSnapshot snapshot) {
        Path path = snapshot.state().path();
        String name = FileNames.of(path);
        if (snapshot.kind() == FileSnapshot.Kind.FOLDER) {
            addFolder(snapshot, name);
        } else if ((FileNames.isModule(name) || FileNames.isJar(name))
                && garbled(name).isPresent()) {
            ArtifactKind kind =
                    FileNames.isJar(name) ? ArtifactKind.TOOL_BUNDLE : ArtifactKind.SINGLE_FILE;
            put(name, kind, name, path, List.of(), List.of(), garbled(name));
        } else if (FileNames.isModule(name)) {
            if (!claimed.containsKey(path.normalize())) {
                String stem = FileNames.stem(name, FileNames.MODULE_SUFFIX);
                add(name, ArtifactKind.SINGLE_FILE, stem, path, snapshot);
            }
        } else if (FileNames.isJar(name)) {
            String stem = FileNames.stem(name, FileNames.JAR_SUFFIX);
            add(name, ArtifactKind.TOOL_BUNDLE, stem, path, snapshot);
        }
    }

    private void addFolder(FileSnapshot snapshot, String name) {
        Path folder = snapshot.state().path();
        String id = name + "/";
        Optional<Defect> escape = garbled(name).or(() -> escape(snapshot));
        if (escape.isPresent()) {
            put(id, ArtifactKind.FOLDER, name, folder, List.of(), List.of(), escape);
            return;
        }
        watched.add(folder);
        FileSnapshot descriptor = FileSnapshot.at(folder.resolve(FileNames.DESCRIPTOR));
        if (descriptor.kind() == FileSnapshot.Kind.MISSING) {
            if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
                // The host cannot tell whether this folder is a tool. Without a defect, its owner
                // would not learn why the folder is ignored.
                String text = "'%s' cannot be read".formatted(FileNames.shown(name));
                Optional<Defect> defect = Optional.of(new Defect(Kind.NOT_READ, text));
                put(id, ArtifactKind.FOLDER, name, folder, List.of(), List.of(), defect);
            } else if (holdsModule(folder)) {
                Optional<Defect> defect = Optional.of(missing(id + FileNames.DESCRIPTOR));
                put(id, ArtifactKind.FOLDER, name, folder, List.of(), List.of(), defect);
            }
            return;
        }
        String module =
                peek.module(descriptor)
                        .or(() -> peek.name(descriptor).map(tool -> tool + FileNames.MODULE_SUFFIX))
                        .orElse(name + FileNames.MODULE_SUFFIX);
        Path moduleFolder = folder.resolve(module).getParent();
        if (moduleFolder != null
                && !moduleFolder.equals(folder)
                && Files.isDirectory(moduleFolder)) {
            watched.add(moduleFolder);
        }
        claim(folder.resolve(module), id);
        String guess = peek.name(descriptor).orElse(name);
        add(id, ArtifactKind.FOLDER, guess, folder, descriptor, module, folder);
    }

    private boolean holdsModule(Path folder) {
        try {
            return FolderNames.of(folder, ToolsFolder.MAX_NAMES).paths().stream()
                    .anyMatch(path -> FileNames.isModule(FileNames.of(path)));
        } catch (IOException e) {
            return false;
        }
    }

    private void claim(Path module, String descriptor) {
        String other = claimed.putIfAbsent(module.normalize(), descriptor);
        if (other != null) {
            twice.add(other);
            twice.add(descriptor);
        }
    }

    /** Rejects descriptors that name the same module. */
    void refuseSharedModules() {
        for (String id : twice) {
            Candidate candidate = found.get(id);
            if (candidate != null && candidate.defect().isEmpty()) {
                Path module = candidate.files().get(1).normalize();
                List<String> others =
                        found.values().stream()
                                .filter(each -> twice.contains(each.id()) && !each.id().equals(id))
                                .filter(each -> each.files().get(1).normalize().equals(module))
                                .map(each -> FileNames.shown(each.id()))
                                .sorted()
                                .toList();
                String text =
                        "module '%s' has another descriptor [%s]"
                                .formatted(shown(module), String.join(", ", others));
                put(
                        id,
                        candidate.kind(),
                        candidate.guessedName(),
                        candidate.main(),
                        candidate.files(),
                        candidate.states(),
                        Optional.of(new Defect(Kind.REFUSED, text)));
            }
        }
    }

    /** Adds a descriptor with its module, which may be several folders below the descriptor. */
    private void add(
            String id,
            ArtifactKind kind,
            String guess,
            Path main,
            FileSnapshot descriptor,
            String module,
            Path folder) {
        Path path = folder.resolve(module);
        FileSnapshot snapshot = FileSnapshot.at(path);
        Optional<Defect> defect =
                defect(descriptor).or(() -> peek.problem(descriptor)).or(() -> defect(snapshot));
        if (defect.isEmpty() && module.indexOf('/') >= 0) {
            defect = escape(path);
        }
        List<FileState> states =
                defect.isEmpty() || snapshot.kind() == FileSnapshot.Kind.FILE
                        ? List.of(descriptor.state(), snapshot.state())
                        : List.of(descriptor.state());
        put(id, kind, guess, main, List.of(descriptor.state().path(), path), states, defect);
    }

    private void add(String id, ArtifactKind kind, String guess, Path main, FileSnapshot snapshot) {
        put(id, kind, guess, main, List.of(main), List.of(snapshot.state()), defect(snapshot));
    }

    private Optional<Defect> defect(FileSnapshot snapshot) {
        Path file = snapshot.state().path();
        return switch (snapshot.kind()) {
            case MISSING ->
                    Optional.of(
                            snapshot.link() == FileSnapshot.Link.LINK
                                    ? leadsNowhere(file)
                                    : missing(shown(file)));
            case FILE -> escape(snapshot);
            case FOLDER, OTHER ->
                    Optional.of(
                            new Defect(
                                    Kind.REFUSED,
                                    "'%s' is not an ordinary file".formatted(shown(file))));
        };
    }

    /**
     * Rejects a garbled name. Two such names may look the same, and no descriptor can contain them.
     */
    private Optional<Defect> garbled(String name) {
        return FileNames.isGarbled(name)
                ? Optional.of(
                        new Defect(
                                Kind.REFUSED,
                                "'%s' has a name that is not text in the host's encoding"
                                        .formatted(FileNames.shown(name))))
                : Optional.empty();
    }

    /** Rejects a link whose target is outside the tools folder. */
    private Optional<Defect> escape(FileSnapshot snapshot) {
        return snapshot.link() == FileSnapshot.Link.LINK
                ? escape(snapshot.state().path())
                : Optional.empty();
    }

    private Optional<Defect> escape(Path path) {
        try {
            if (path.toRealPath().startsWith(real)) {
                return Optional.empty();
            }
            return Optional.of(
                    new Defect(
                            Kind.REFUSED,
                            "'%s' is a link that leaves the tools folder".formatted(shown(path))));
        } catch (IOException e) {
            return Optional.of(
                    Files.isSymbolicLink(path) ? leadsNowhere(path) : missing(shown(path)));
        }
    }

    private Defect leadsNowhere(Path link) {
        return new Defect(
                Kind.PART_MISSING, "'%s' is a link that leads nowhere".formatted(shown(link)));
    }

    private Defect missing(String file) {
        return new Defect(Kind.PART_MISSING, "waits for '%s'".formatted(FileNames.shown(file)));
    }

    private String shown(Path file) {
        return FileNames.shown(root.relativize(file).toString());
    }

    private void put(
            String id,
            ArtifactKind kind,
            String guess,
            Path main,
            List<Path> files,
            List<FileState> states,
            Optional<Defect> defect) {
        found.put(id, new Candidate(id, kind, FileNames.shown(guess), main, files, states, defect));
    }
}

package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
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

/** Looks for tools in the tools folder. Used by one thread. */
public final class ToolsFolder {

    /** More names than this in one folder are not looked at. */
    static final int MAX_NAMES = 20_000;

    private final Path root;
    private final DescriptorPeek peek = new DescriptorPeek();

    /**
     * Of a folder.
     *
     * @param root absolute; need not exist
     */
    public ToolsFolder(Path root) {
        this.root = root;
    }

    /** Looks at all names, and reads descriptors that are new for the names of their modules. */
    public Scan scan() {
        List<Path> names;
        Path real;
        try {
            real = root.toRealPath();
            names = list(root);
        } catch (IOException e) {
            return Scan.ABSENT;
        }
        peek.begin();
        Round round = new Round(real);
        round.watched.add(root);
        names.stream()
                .filter(path -> FileNames.isDescriptor(FileNames.of(path)))
                .forEach(round::addPair);
        names.stream().forEach(round::addOther);
        round.refuseSharedModules();
        peek.end();
        List<Candidate> found = new ArrayList<>(round.found.values());
        found.sort(Comparator.comparing(Candidate::id));
        return new Scan(Scan.Presence.PRESENT, found, round.watched);
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                if (!FileNames.isTemporary(FileNames.of(path))) {
                    names.add(path);
                    if (names.size() == MAX_NAMES) {
                        break;
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** One look. */
    private final class Round {
        private final Path real;
        private final Map<String, Candidate> found = new LinkedHashMap<>();
        private final List<Path> watched = new ArrayList<>();
        private final Map<Path, String> claimed = new LinkedHashMap<>();
        private final Set<String> twice = new HashSet<>();

        Round(Path real) {
            this.real = real;
        }

        void addPair(Path descriptor) {
            String name = FileNames.of(descriptor);
            String stem = FileNames.stem(name, FileNames.DESCRIPTOR_SUFFIX);
            Optional<Defect> escape = escape(descriptor);
            if (escape.isPresent()) {
                put(name, ArtifactKind.FILE_PAIR, stem, descriptor, List.of(), List.of(), escape);
            } else if (!Files.isDirectory(descriptor)) {
                Path module =
                        root.resolve(
                                peek.module(descriptor).orElse(stem + FileNames.MODULE_SUFFIX));
                claim(module.normalize(), name);
                add(name, ArtifactKind.FILE_PAIR, stem, descriptor, List.of(descriptor, module));
            }
        }

        void addOther(Path path) {
            String name = FileNames.of(path);
            if (Files.isDirectory(path)) {
                addFolder(path, name);
            } else if (FileNames.isModule(name)) {
                if (!claimed.containsKey(path.normalize())) {
                    String stem = FileNames.stem(name, FileNames.MODULE_SUFFIX);
                    add(name, ArtifactKind.SINGLE_FILE, stem, path, List.of(path));
                }
            } else if (FileNames.isJar(name)) {
                String stem = FileNames.stem(name, FileNames.JAR_SUFFIX);
                add(name, ArtifactKind.TOOL_BUNDLE, stem, path, List.of(path));
            }
        }

        private void addFolder(Path folder, String name) {
            String id = name + "/";
            Path descriptor = folder.resolve(FileNames.DESCRIPTOR);
            Optional<Defect> escape = escape(folder);
            if (escape.isPresent()) {
                put(id, ArtifactKind.FOLDER, name, folder, List.of(), List.of(), escape);
                return;
            }
            watched.add(folder);
            if (!Files.exists(descriptor)) {
                if (holdsModule(folder)) {
                    put(
                            id,
                            ArtifactKind.FOLDER,
                            name,
                            folder,
                            List.of(),
                            List.of(),
                            Optional.of(missing(id + FileNames.DESCRIPTOR)));
                }
                return;
            }
            Path module =
                    folder.resolve(
                            peek.module(descriptor)
                                    .or(
                                            () ->
                                                    peek.name(descriptor)
                                                            .map(
                                                                    tool ->
                                                                            tool
                                                                                    + FileNames
                                                                                            .MODULE_SUFFIX))
                                    .orElse(name + FileNames.MODULE_SUFFIX));
            Path moduleFolder = module.getParent();
            if (moduleFolder != null
                    && !moduleFolder.equals(folder)
                    && Files.isDirectory(moduleFolder)) {
                watched.add(moduleFolder);
            }
            claim(module.normalize(), id);
            add(id, ArtifactKind.FOLDER, name, folder, List.of(descriptor, module));
        }

        private boolean holdsModule(Path folder) {
            try {
                return list(folder).stream()
                        .anyMatch(path -> FileNames.isModule(FileNames.of(path)));
            } catch (IOException e) {
                return false;
            }
        }

        private void claim(Path module, String descriptor) {
            String other = claimed.putIfAbsent(module, descriptor);
            if (other != null) {
                twice.add(other);
                twice.add(descriptor);
            }
        }

        /** Two descriptors say that one module is theirs. */
        void refuseSharedModules() {
            for (String id : twice) {
                Candidate candidate = found.get(id);
                if (candidate != null && candidate.defect().isEmpty()) {
                    Path module = candidate.files().get(1).normalize();
                    List<String> others =
                            found.values().stream()
                                    .filter(
                                            each ->
                                                    twice.contains(each.id())
                                                            && !each.id().equals(id))
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

        private void add(String id, ArtifactKind kind, String guess, Path main, List<Path> files) {
            List<FileState> states = new ArrayList<>();
            Optional<Defect> defect = Optional.empty();
            for (Path file : files) {
                if (defect.isEmpty()) {
                    defect = look(file, states);
                }
            }
            put(id, kind, guess, main, files, states, defect);
        }

        private Optional<Defect> look(Path file, List<FileState> states) {
            if (!Files.exists(file)) {
                return Optional.of(missing(shown(file)));
            }
            Optional<Defect> escape = escape(file);
            if (escape.isPresent()) {
                return escape;
            }
            if (!Files.isRegularFile(file)) {
                return Optional.of(
                        new Defect(
                                Kind.REFUSED,
                                "'%s' is not an ordinary file".formatted(shown(file))));
            }
            try {
                states.add(FileState.of(file));
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(missing(shown(file)));
            }
        }

        /** Links may lead to other places in the tools folder only. */
        private Optional<Defect> escape(Path path) {
            try {
                if (!path.toRealPath().startsWith(real)) {
                    return Optional.of(
                            new Defect(
                                    Kind.REFUSED,
                                    "'%s' is a link that leaves the tools folder"
                                            .formatted(shown(path))));
                }
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(missing(shown(path)));
            }
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
            found.put(
                    id,
                    new Candidate(id, kind, FileNames.shown(guess), main, files, states, defect));
        }
    }
}

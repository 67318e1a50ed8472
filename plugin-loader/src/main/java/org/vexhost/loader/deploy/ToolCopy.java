package org.vexhost.loader.deploy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.MessageText;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.DescriptorFiles;
import org.vexhost.loader.files.AtomicFiles;
import org.vexhost.loader.registry.ArtifactKind;

/** Brings files into the tools folder, each in one step, and takes them out again. */
final class ToolCopy {

    private static final int MAX_FOLDER_FILES = 1_000;

    private final Path tools;

    ToolCopy(Path tools) {
        this.tools = tools;
    }

    /**
     * Copies a tool.
     *
     * @return the artifact that it becomes
     */
    String copy(Path source) throws IOException, AdminException {
        Path name = source.getFileName();
        if (name == null || !Files.exists(source)) {
            throw new AdminException(
                    "%s is not there".formatted(MessageText.quote(source.toString())));
        }
        Files.createDirectories(tools);
        String text = name.toString();
        if (Files.isDirectory(source)) {
            copyFolder(source, tools.resolve(text));
            return text + "/";
        }
        if (text.endsWith(".tool.json")) {
            Path module = DescriptorFiles.module(source);
            if (!Files.isRegularFile(module)) {
                throw new AdminException(
                        "%s is not there".formatted(MessageText.quote(module.toString())));
            }
            Path folder = source.toAbsolutePath().getParent();
            Path relative =
                    folder == null
                            ? module.getFileName()
                            : folder.relativize(module.toAbsolutePath());
            copyFile(module, tools.resolve(String.valueOf(relative)));
            copyFile(source, tools.resolve(text));
            return text;
        }
        if (text.endsWith(".wasm")) {
            Path descriptor =
                    source.resolveSibling(text.substring(0, text.length() - 5) + ".tool.json");
            if (Files.isRegularFile(descriptor)) {
                return copy(descriptor);
            }
        } else if (!text.endsWith(".jar")) {
            throw new AdminException(
                    "%s is not a .wasm, a .tool.json, a .jar or a folder"
                            .formatted(MessageText.quote(text)));
        }
        copyFile(source, tools.resolve(text));
        return text;
    }

    private static void copyFile(Path source, Path target) throws IOException {
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path hidden = AtomicFiles.hiddenBeside(target);
        try {
            Files.copy(source, hidden);
            move(hidden, target);
        } finally {
            Files.deleteIfExists(hidden);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Beside first, then renamed: a new folder is there whole. An old one gets file by file. */
    private static void copyFolder(Path source, Path target) throws IOException, AdminException {
        List<Path> files = files(source);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            for (Path file : files) {
                copyFile(file, target.resolve(source.relativize(file).toString()));
            }
            return;
        }
        Path hidden = AtomicFiles.hiddenBeside(target);
        try {
            for (Path file : files) {
                Path copy = hidden.resolve(source.relativize(file).toString());
                Path folder = copy.getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                Files.copy(file, copy);
            }
            Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(hidden);
        }
    }

    /** The descriptor last: an update of a folder begins when all of it is there. */
    private static List<Path> files(Path folder) throws IOException, AdminException {
        List<Path> files = new ArrayList<>();
        try (var walk = Files.walk(folder)) {
            walk.filter(Files::isRegularFile).limit(MAX_FOLDER_FILES + 1L).forEach(files::add);
        }
        if (files.size() > MAX_FOLDER_FILES) {
            throw new AdminException("folder has more than %d files".formatted(MAX_FOLDER_FILES));
        }
        Optional<Path> descriptor =
                files.stream().filter(file -> file.equals(folder.resolve("tool.json"))).findFirst();
        if (descriptor.isEmpty()) {
            throw new AdminException("folder has no 'tool.json'");
        }
        files.remove(descriptor.get());
        files.add(descriptor.get());
        return files;
    }

    /** Removes what a candidate consists of. */
    List<Path> remove(Candidate candidate) throws IOException {
        List<Path> removed = new ArrayList<>();
        if (candidate.kind() == ArtifactKind.FOLDER) {
            delete(candidate.main());
            removed.add(candidate.main());
            return removed;
        }
        for (Path file : candidate.files()) {
            if (Files.deleteIfExists(file)) {
                removed.add(file);
            }
        }
        if (candidate.files().isEmpty() && Files.deleteIfExists(candidate.main())) {
            removed.add(candidate.main());
        }
        return removed;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(folder);
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path each, @Nullable IOException problem) throws IOException {
                        if (problem != null) {
                            throw problem;
                        }
                        Files.delete(each);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}

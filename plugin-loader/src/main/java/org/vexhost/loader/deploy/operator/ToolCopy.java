package org.vexhost.loader.deploy.operator;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.files.AtomicFiles;
import org.vexhost.loader.registry.ArtifactKind;

/** Copies tools into the tools folder, and removes them again. Each file appears in one step. */
final class ToolCopy {

    private final Path tools;

    ToolCopy(Path tools) {
        this.tools = tools;
    }

    /** Copies a tool that has already been checked. */
    void copy(ToolSource source) throws IOException {
        Files.createDirectories(tools);
        if (source.isFolder()) {
            copyFolder(source);
            return;
        }
        for (Map.Entry<Path, Path> file : source.files().entrySet()) {
            copyFile(file.getKey(), file.getValue());
        }
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

    /**
     * Copies a folder. A new folder is written beside its final path and then renamed, so it
     * appears complete. An existing folder is updated file by file.
     */
    private void copyFolder(ToolSource source) throws IOException {
        Path target = tools.resolve(source.id());
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            for (Map.Entry<Path, Path> file : source.files().entrySet()) {
                copyFile(file.getKey(), file.getValue());
            }
            return;
        }
        Path hidden = AtomicFiles.hiddenBeside(target);
        try {
            for (Map.Entry<Path, Path> file : source.files().entrySet()) {
                Path copy = hidden.resolve(target.relativize(file.getValue()).toString());
                Path folder = copy.getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                Files.copy(file.getKey(), copy);
            }
            Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(hidden, new OtherTools(List.of()));
        }
    }

    /**
     * Removes a candidate's files, except those that other artifacts need.
     *
     * @return the removed files
     */
    List<Path> remove(Candidate candidate, OtherTools others) throws IOException {
        List<Path> removed = new ArrayList<>();
        if (candidate.kind() == ArtifactKind.FOLDER) {
            delete(candidate.main(), others);
            if (!Files.exists(candidate.main(), LinkOption.NOFOLLOW_LINKS)) {
                removed.add(candidate.main());
            }
            return removed;
        }
        for (Path file : candidate.files()) {
            if (others.owner(file).isEmpty() && Files.deleteIfExists(file)) {
                removed.add(file);
            }
        }
        if (candidate.files().isEmpty() && Files.deleteIfExists(candidate.main())) {
            removed.add(candidate.main());
        }
        return removed;
    }

    private static void delete(Path folder, OtherTools others) throws IOException {
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
                        if (others.owner(file).isEmpty()) {
                            Files.delete(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path each, @Nullable IOException problem) throws IOException {
                        if (problem != null) {
                            throw problem;
                        }
                        try {
                            Files.delete(each);
                        } catch (DirectoryNotEmptyException e) {
                            // The remaining files belong to another tool.
                            return FileVisitResult.CONTINUE;
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}

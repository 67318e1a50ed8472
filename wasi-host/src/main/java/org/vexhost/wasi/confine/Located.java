package org.vexhost.wasi.confine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a path leads: a name in an open directory, which need not exist, or the directory itself.
 * Close it when done; the directory that the walk began at stays open.
 */
public final class Located implements AutoCloseable {

    private final Directory directory;
    private final boolean isOwned;
    private final @Nullable Path name;
    private final boolean mustBeDirectory;
    private final int depth;

    Located(
            Directory directory,
            boolean isOwned,
            @Nullable Path name,
            boolean mustBeDirectory,
            int depth) {
        this.directory = directory;
        this.isOwned = isOwned;
        this.name = name;
        this.mustBeDirectory = mustBeDirectory;
        this.depth = depth;
    }

    /** The directory that the name is in, or that the path leads to. */
    public Directory directory() {
        return directory;
    }

    /** The name; empty if the path leads to the directory itself, as {@code .} does. */
    public Optional<Path> name() {
        return Optional.ofNullable(name);
    }

    /** Whether a slash came after the name. */
    public boolean mustBeDirectory() {
        return mustBeDirectory;
    }

    /** How many directories below the start the directory is. */
    public int depth() {
        return depth;
    }

    @Override
    public void close() throws IOException {
        if (isOwned) {
            directory.close();
        }
    }
}

package org.vexhost.wasi.confine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target of a path: either a name in an open directory, which need not exist, or the directory
 * itself. Close this object after use. The start directory of the walk stays open.
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

    /**
     * Returns the directory that contains the name. Without a name, this is the directory to which
     * the path leads.
     */
    public Directory directory() {
        return directory;
    }

    /** Returns the name; empty if the path leads to the directory itself, as {@code .} does. */
    public Optional<Path> name() {
        return Optional.ofNullable(name);
    }

    /** Returns whether a slash followed the name. */
    public boolean mustBeDirectory() {
        return mustBeDirectory;
    }

    /** Returns the number of levels between the start of the walk and the directory. */
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

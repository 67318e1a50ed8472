package org.vexhost.wasi.fd;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.confine.Directory;

/** The descriptor of an open directory: a granted directory, or a directory below it. */
public final class DirectoryDescriptor extends Descriptor {

    private final Root root;
    private final @Nullable Directory directory;
    private final int depth;
    private Entries entries = Entries.NONE;

    private DirectoryDescriptor(
            Root root,
            @Nullable Directory directory,
            int depth,
            long rights,
            long inheritingRights,
            int flags) {
        super(rights, inheritingRights, flags);
        this.root = root;
        this.directory = directory;
        this.depth = depth;
    }

    /** Returns a granted directory, which is open from the beginning. */
    static DirectoryDescriptor preopened(Root root) {
        return new DirectoryDescriptor(root, null, 0, Rights.DIRECTORY, Rights.INHERITED, 0);
    }

    /**
     * Returns a directory that the guest opened. The descriptor takes ownership of the handle.
     *
     * @param depth the number of levels below the granted directory when it was opened
     */
    public static DirectoryDescriptor opened(
            Root root,
            Directory directory,
            int depth,
            long rights,
            long inheritingRights,
            int flags) {
        return new DirectoryDescriptor(root, directory, depth, rights, inheritingRights, flags);
    }

    /** Returns the granted directory that contains this directory, or that is this directory. */
    public Root root() {
        return root;
    }

    /** Returns whether this is a granted directory, which is open from the beginning. */
    public boolean isPreopened() {
        return directory == null;
    }

    /** Returns the number of levels below the granted directory when it was opened. */
    public int depth() {
        return depth;
    }

    /** Returns the directory. */
    public Directory directory() throws IOException {
        return directory == null ? root.directory() : directory;
    }

    /** Returns the names in the directory at the time when the listing began. */
    public Entries entries() {
        return entries;
    }

    /** Starts a new listing. */
    public void setEntries(Entries newEntries) {
        entries.release();
        entries = newEntries;
    }

    @Override
    public FileType type() {
        return FileType.DIRECTORY;
    }

    /**
     * Closes the handle, except for a granted directory. That handle belongs to the root, which
     * other descriptors use.
     */
    @Override
    public void close() throws IOException {
        entries.release();
        if (directory != null) {
            directory.close();
        }
    }
}

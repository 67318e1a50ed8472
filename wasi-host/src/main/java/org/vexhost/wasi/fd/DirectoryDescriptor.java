package org.vexhost.wasi.fd;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.confine.Directory;

/** An open directory: a granted one, or one below it. */
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

    /** A granted directory, open from the beginning. */
    static DirectoryDescriptor preopened(Root root) {
        return new DirectoryDescriptor(root, null, 0, Rights.DIRECTORY, Rights.INHERITED, 0);
    }

    /**
     * A directory that the guest opened. Takes the handle over.
     *
     * @param depth how many directories below its granted one it was when it was opened
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

    /** The granted directory that it is, or is in. */
    public Root root() {
        return root;
    }

    /** Whether it was open from the beginning. */
    public boolean isPreopened() {
        return directory == null;
    }

    /** How many directories below its granted one it was when it was opened. */
    public int depth() {
        return depth;
    }

    /** The directory. */
    public Directory directory() throws IOException {
        return directory == null ? root.directory() : directory;
    }

    /** The names as they were when listing began. */
    public Entries entries() {
        return entries;
    }

    /** Begins a listing. */
    public void setEntries(Entries newEntries) {
        entries.release();
        entries = newEntries;
    }

    @Override
    public FileType type() {
        return FileType.DIRECTORY;
    }

    /** The granted directory's own handle is its root's, which other descriptors use. */
    @Override
    public void close() throws IOException {
        entries.release();
        if (directory != null) {
            directory.close();
        }
    }
}

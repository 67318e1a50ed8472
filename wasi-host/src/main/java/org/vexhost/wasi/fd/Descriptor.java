package org.vexhost.wasi.fd;

import java.io.IOException;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.FileType;

/** Something that a guest has open. */
public abstract sealed class Descriptor
        permits InputDescriptor, OutputDescriptor, FileDescriptor, DirectoryDescriptor {

    private long rights;
    private long inheritingRights;
    private int flags;

    Descriptor(long rights, long inheritingRights, int flags) {
        this.rights = rights;
        this.inheritingRights = inheritingRights;
        this.flags = flags;
    }

    /** What it is. */
    public abstract FileType type();

    /** What may be done with it. */
    public final long rights() {
        return rights;
    }

    /** What may be done at most with what is opened below it. */
    public final long inheritingRights() {
        return inheritingRights;
    }

    /** The {@code fdflags}. */
    public final int flags() {
        return flags;
    }

    /** Whether any of these {@code fdflags} is set. */
    public final boolean hasFlag(int wanted) {
        return (flags & wanted) != 0;
    }

    /** Changes the {@code fdflags}. */
    public final void setFlags(int newFlags) {
        flags = newFlags;
    }

    /**
     * Checks that it has rights.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code NOTCAPABLE} if one is missing
     */
    public final void require(long wanted) {
        if ((rights & wanted) != wanted) {
            throw Errno.NOTCAPABLE.asException();
        }
    }

    /**
     * Gives rights up.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code NOTCAPABLE} if it never had one of
     *     them
     */
    public final void restrict(long newRights, long newInheritingRights) {
        if ((newRights & ~rights) != 0 || (newInheritingRights & ~inheritingRights) != 0) {
            throw Errno.NOTCAPABLE.asException();
        }
        rights = newRights;
        inheritingRights = newInheritingRights;
    }

    /** Gives back what it holds. */
    public abstract void close() throws IOException;
}

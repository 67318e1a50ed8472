package org.vexhost.wasi.fd;

import java.io.IOException;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.FileType;

/** An open file descriptor of a guest. */
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

    /** Returns the type of the descriptor. */
    public abstract FileType type();

    /** Returns the rights of the descriptor. */
    public final long rights() {
        return rights;
    }

    /** Returns the maximum rights of descriptors that are opened through this one. */
    public final long inheritingRights() {
        return inheritingRights;
    }

    /** Returns the {@code fdflags}. */
    public final int flags() {
        return flags;
    }

    /** Returns whether any of these {@code fdflags} is set. */
    public final boolean hasFlag(int wanted) {
        return (flags & wanted) != 0;
    }

    /** Changes the {@code fdflags}. */
    public final void setFlags(int newFlags) {
        flags = newFlags;
    }

    /**
     * Checks that the descriptor has the given rights.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code NOTCAPABLE} if a right is missing
     */
    public final void require(long wanted) {
        if ((rights & wanted) != wanted) {
            throw Errno.NOTCAPABLE.asException();
        }
    }

    /**
     * Reduces the rights to the given ones.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code NOTCAPABLE} if the descriptor lacks
     *     any of the given rights
     */
    public final void restrict(long newRights, long newInheritingRights) {
        if ((newRights & ~rights) != 0 || (newInheritingRights & ~inheritingRights) != 0) {
            throw Errno.NOTCAPABLE.asException();
        }
        rights = newRights;
        inheritingRights = newInheritingRights;
    }

    /** Releases the resources of the descriptor. */
    public abstract void close() throws IOException;
}

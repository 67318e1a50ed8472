package org.vexhost.wasi.fd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.confine.Directory;
import org.vexhost.wasi.confine.Listing;
import org.vexhost.wasi.quota.Interruption;

/**
 * The names in a directory at one moment. Positions in this list stay valid while names are added
 * to the directory or removed. The names are sorted by their bytes, so that guests see the same
 * order on every file system.
 */
public final class Entries {

    /** The entries of a directory that has not been listed yet. */
    static final Entries NONE = new Entries(List.of(), 0, new Memory());

    private static final int BYTES_PER_NAME = 64;

    private final List<Path> names;
    private final long bytes;
    private final Memory memory;

    private Entries(List<Path> names, long bytes, Memory memory) {
        this.names = names;
        this.bytes = bytes;
        this.memory = memory;
    }

    /**
     * Lists a directory.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code NOMEM} if all listings of the call
     *     together exceed {@link Memory#MAX_BYTES}
     */
    public static Entries of(Directory directory, Memory memory, Interruption interruption)
            throws IOException, InterruptedException {
        List<Path> names = new ArrayList<>();
        long bytes = 0;
        try (Listing listing = directory.list()) {
            Optional<Path> name = listing.next();
            while (name.isPresent()) {
                interruption.check();
                names.add(name.get());
                bytes += BYTES_PER_NAME + name.get().toString().length();
                memory.require(bytes);
                name = listing.next();
            }
        }
        names.sort(null);
        memory.take(bytes);
        return new Entries(names, bytes, memory);
    }

    /** Returns whether the directory has been listed. */
    @SuppressWarnings("ReferenceEquality") // There is only one NONE.
    public boolean isListed() {
        return this != NONE;
    }

    /** Returns the number of names. */
    public int size() {
        return names.size();
    }

    /** Returns a name by its index, from 0 on. */
    public Path name(int index) {
        return names.get(index);
    }

    void release() {
        memory.give(bytes);
    }

    /** Counts the memory of all listings of one call. For use by one thread. */
    public static final class Memory {
        /** The approximate maximum size of all listings of a call: 16 MiB. */
        public static final long MAX_BYTES = 16L << 20;

        private long taken;

        void require(long bytes) {
            if (taken + bytes > MAX_BYTES) {
                throw Errno.NOMEM.asException();
            }
        }

        void take(long bytes) {
            taken += bytes;
        }

        void give(long bytes) {
            taken -= bytes;
        }
    }
}

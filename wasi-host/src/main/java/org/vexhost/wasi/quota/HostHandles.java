package org.vexhost.wasi.quota;

import java.util.concurrent.atomic.AtomicInteger;
import org.vexhost.wasi.abi.Errno;

/** The file handles that all guests of a host may hold together. Thread-safe. */
public final class HostHandles {

    /** However many the system allows: 4,096. */
    public static final int MAX = 4096;

    private final int max;
    private final AtomicInteger taken = new AtomicInteger();

    /** Allows this many. */
    public HostHandles(int max) {
        this.max = max;
    }

    /**
     * A quarter of what the process may have open, and {@link #MAX} at most: the host itself, and
     * everything else in the process, keeps the rest.
     */
    public static HostHandles ofProcess() {
        return new HostHandles((int) Math.min(MAX, ProcessLimit.maxOpenFiles() / 4));
    }

    void take(int handles) {
        if (taken.addAndGet(handles) > max) {
            taken.addAndGet(-handles);
            throw Errno.NFILE.asException();
        }
    }

    void give(int handles) {
        taken.addAndGet(-handles);
    }

    /** How many are held now. */
    public int taken() {
        return taken.get();
    }
}

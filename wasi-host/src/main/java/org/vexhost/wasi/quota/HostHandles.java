package org.vexhost.wasi.quota;

import java.util.concurrent.atomic.AtomicInteger;
import org.vexhost.wasi.abi.Errno;

/** The budget for the file handles of all guests of a host together. Thread-safe. */
public final class HostHandles {

    /** The maximum number of handles, even if the system allows more: 4,096. */
    public static final int MAX = 4096;

    private final int max;
    private final AtomicInteger taken = new AtomicInteger();

    /** Creates a budget with the given maximum number of handles. */
    public HostHandles(int max) {
        this.max = max;
    }

    /**
     * Returns a budget of a quarter of the process's limit on open files, but at most {@link #MAX}.
     * The other open files are for the host itself and everything else in the process.
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

    /** Returns the number of handles that are in use now. */
    public int taken() {
        return taken.get();
    }
}

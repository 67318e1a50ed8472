package org.vexhost.wasi.quota;

import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.confine.HandleBudget;

/** Limits the file handles of one call. For use by one thread. */
public final class CallHandles implements HandleBudget {

    /**
     * The maximum number of handles of a call: 512. An open file takes one handle, a directory two
     * or three.
     */
    public static final int MAX = 512;

    private final HostHandles host;
    private int taken;

    /** Creates a budget whose handles also count against the host's. */
    public CallHandles(HostHandles host) {
        this.host = host;
    }

    @Override
    public void take(int handles) {
        if (taken + handles > MAX) {
            throw Errno.MFILE.asException();
        }
        host.take(handles);
        taken += handles;
    }

    @Override
    public void give(int handles) {
        host.give(handles);
        taken -= handles;
    }

    /** Returns the number of handles held now. */
    public int taken() {
        return taken;
    }
}

package org.vexhost.wasi.quota;

import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.confine.HandleBudget;

/** The budget for the file handles of one call. For use by one thread. */
public final class CallHandles implements HandleBudget {

    /**
     * The maximum number of handles of a call: 512. An open file uses one handle, and an open
     * directory two or three.
     */
    public static final int MAX = 512;

    private final HostHandles host;
    private int taken;

    /** Creates a budget. Its handles are also taken from the host's budget. */
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

    /** Returns the number of handles that are in use now. */
    public int taken() {
        return taken;
    }
}

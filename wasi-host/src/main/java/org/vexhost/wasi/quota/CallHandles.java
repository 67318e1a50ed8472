package org.vexhost.wasi.quota;

import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.confine.HandleBudget;

/** The file handles that one call may hold. For one thread. */
public final class CallHandles implements HandleBudget {

    /** How many a call may hold: 512. An open file takes one, a directory two or three. */
    public static final int MAX = 512;

    private final HostHandles host;
    private int taken;

    /** Takes them from the host's. */
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

    /** How many are held now. */
    public int taken() {
        return taken;
    }
}

package org.vexhost.wasi.calls;

import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestExitException;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.WasiSession;

/** The functions {@code proc_*} and {@code sched_yield}. */
final class ProcessControl {

    private static final int MAX_SIGNAL = 30;

    private ProcessControl() {}

    static void addTo(FunctionList list) {
        list.dependingOn(Dependence.NOTHING);
        list.addExit("proc_exit", "i", ProcessControl::exit);
        list.dependingOn(Dependence.HOST);
        list.add("proc_raise", "i", ProcessControl::raise);
        list.dependingOn(Dependence.NOTHING);
        list.add("sched_yield", "", ProcessControl::yieldTime);
    }

    private static long exit(WasiSession session, GuestMemory memory, long[] arguments) {
        throw new GuestExitException((int) arguments[0]);
    }

    /** Supports only signal 0, which checks whether a signal could be sent. */
    private static void raise(WasiSession session, GuestMemory memory, long[] arguments) {
        int signal = (int) arguments[0];
        if (signal < 0 || signal > MAX_SIGNAL) {
            throw Errno.INVAL.asException();
        } else if (signal != 0) {
            throw Errno.NOTSUP.asException();
        }
    }

    /**
     * Only checks whether the call must end. A guest has a single thread, so there is no other
     * thread to which it could yield.
     */
    private static void yieldTime(WasiSession session, GuestMemory memory, long[] arguments)
            throws InterruptedException {
        session.checkAlive();
        Thread.onSpinWait();
    }
}

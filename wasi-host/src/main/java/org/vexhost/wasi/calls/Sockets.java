package org.vexhost.wasi.calls;

import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.WasiSession;

/** The functions {@code sock_*}. They always fail, since no descriptor of a guest is a socket. */
final class Sockets {

    private Sockets() {}

    static void addTo(FunctionList list) {
        list.dependingOn(Dependence.HOST);
        list.add("sock_accept", "iii", Sockets::refuse);
        list.add("sock_recv", "iiiiii", Sockets::refuse);
        list.add("sock_send", "iiiii", Sockets::refuse);
        list.add("sock_shutdown", "ii", Sockets::refuse);
    }

    private static void refuse(WasiSession session, GuestMemory memory, long[] arguments) {
        session.descriptor((int) arguments[0]);
        throw Errno.NOTSOCK.asException();
    }
}

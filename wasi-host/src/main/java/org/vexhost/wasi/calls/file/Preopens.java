package org.vexhost.wasi.calls.file;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import java.nio.charset.StandardCharsets;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.fd.DirectoryDescriptor;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.WasiSession;

/**
 * The functions {@code fd_prestat_*}, which describe the granted directories. These are open from
 * the beginning.
 */
public final class Preopens {

    private static final int PRESTAT_SIZE = 8;

    private Preopens() {}

    /** Adds the functions of this family. */
    public static void addTo(FunctionList list) {
        list.dependingOn(Dependence.DIRECTORIES);
        list.add("fd_prestat_get", "ii", Preopens::prestat);
        list.add("fd_prestat_dir_name", "iii", Preopens::name);
    }

    private static void prestat(WasiSession session, GuestMemory memory, long[] arguments) {
        byte[] name = name(session, (int) arguments[0]);
        long address = address(arguments[1]);
        memory.check(address, PRESTAT_SIZE);
        memory.writeInt(address, 0); // The only type: a directory.
        memory.writeInt(address + 4, name.length);
    }

    private static void name(WasiSession session, GuestMemory memory, long[] arguments) {
        byte[] name = name(session, (int) arguments[0]);
        if (address(arguments[2]) < name.length) {
            throw Errno.NAMETOOLONG.asException();
        }
        memory.write(address(arguments[1]), name, 0, name.length);
    }

    /**
     * Returns the name, even after the grant was revoked. Otherwise, guests would stop their search
     * at the first descriptor that is missing.
     */
    private static byte[] name(WasiSession session, int fd) {
        if (session.table().get(fd) instanceof DirectoryDescriptor directory
                && directory.isPreopened()) {
            return directory.root().guestPath().getBytes(StandardCharsets.UTF_8);
        }
        throw Errno.BADF.asException();
    }
}

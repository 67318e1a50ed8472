package org.vexhost.wasi.calls.file;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import java.io.IOException;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.fd.Descriptor;
import org.vexhost.wasi.fd.DirectoryDescriptor;
import org.vexhost.wasi.fd.Entries;
import org.vexhost.wasi.quota.Interruption;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.WasiSession;

/** The function {@code fd_readdir}. */
public final class Directories {

    private Directories() {}

    /** Adds the functions of this family. */
    public static void addTo(FunctionList list) {
        list.dependingOn(Dependence.FILES);
        list.add("fd_readdir", "iiiIi", Directories::read);
    }

    private static void read(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        Descriptor found = session.descriptor((int) arguments[0]);
        if (!(found instanceof DirectoryDescriptor directory)) {
            throw Errno.NOTDIR.asException();
        }
        directory.require(Rights.FD_READDIR);
        long address = address(arguments[1]);
        long length = address(arguments[2]);
        long cookie = arguments[3];
        long result = address(arguments[4]);
        memory.check(address, length);
        memory.check(result, Integer.BYTES);
        if (cookie == 0 || !directory.entries().isListed()) {
            directory.setEntries(
                    Entries.of(directory.directory(), session.listings(), session.perName()));
        }
        DirentWriter writer = new DirentWriter(memory, address, length);
        long last = (long) directory.entries().size() + DirentWriter.DOTS;
        Interruption perName = session.perName();
        long next = cookie;
        while (next >= 0 && next < last && !writer.isFull()) {
            perName.check();
            writer.write(directory, (int) next);
            next++;
        }
        memory.writeInt(result, (int) writer.written());
    }
}

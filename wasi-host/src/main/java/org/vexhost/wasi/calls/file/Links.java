package org.vexhost.wasi.calls.file;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.confine.Directory;
import org.vexhost.wasi.confine.Ending;
import org.vexhost.wasi.confine.Facts;
import org.vexhost.wasi.confine.Located;
import org.vexhost.wasi.confine.Names;
import org.vexhost.wasi.confine.Walk;
import org.vexhost.wasi.fd.DirectoryDescriptor;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.HostFuelCosts;
import org.vexhost.wasi.session.WasiSession;

/** The functions {@code path_link}, {@code path_symlink} and {@code path_readlink}. */
public final class Links {

    private Links() {}

    /** Adds the functions of this family. */
    public static void addTo(FunctionList list) {
        list.dependingOn(Dependence.FILES);
        list.add("path_link", "iiiiiii", HostFuelCosts.PATH, Links::hardLink);
        list.add("path_readlink", "iiiiii", HostFuelCosts.PATH, Links::read);
        list.add("path_symlink", "iiiii", HostFuelCosts.PATH, Links::symbolicLink);
    }

    /**
     * Creates a hard link. If the old path ends in a symbolic link, the new name refers to the link
     * itself. Following the link is not supported.
     */
    @SuppressWarnings("ReferenceEquality") // Each root exists only once in a call.
    private static void hardLink(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        DirectoryDescriptor from = session.directory((int) arguments[0], Rights.PATH_LINK_SOURCE);
        byte[] oldPath = session.path(memory, address(arguments[2]), address(arguments[3]));
        DirectoryDescriptor to = session.directory((int) arguments[4], Rights.PATH_LINK_TARGET);
        byte[] newPath = session.path(memory, address(arguments[5]), address(arguments[6]));
        if (((int) arguments[1] & Flags.LOOKUP_FOLLOW) != 0) {
            throw Errno.INVAL.asException();
        }
        session.requireWritable(from.root());
        session.requireWritable(to.root());
        try (Located source = session.walk(from, oldPath, Ending.KEEP);
                Located target = session.walk(to, newPath, Ending.KEEP)) {
            if (from.root() != to.root()) {
                throw Errno.XDEV.asException();
            }
            Path name = source.name().orElseThrow(Errno.PERM::asException);
            Facts facts = source.directory().facts(name);
            if (source.mustBeDirectory() && !facts.isDirectory()) {
                throw Errno.NOTDIR.asException();
            } else if (!facts.isRegularFile() && !facts.isLink()) {
                throw Errno.PERM.asException();
            }
            Path newName = newName(target);
            Paths.addName(
                    session,
                    to,
                    () -> source.directory().createHardLink(name, target.directory(), newName));
        }
    }

    private static void symbolicLink(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        byte[] content = session.path(memory, address(arguments[0]), address(arguments[1]));
        DirectoryDescriptor from = session.directory((int) arguments[2], Rights.PATH_SYMLINK);
        byte[] path = session.path(memory, address(arguments[3]), address(arguments[4]));
        session.requireWritable(from.root());
        if (content.length == 0) {
            throw Errno.NOENT.asException();
        }
        Names.check(content);
        try (Located located = session.walk(from, path, Ending.KEEP)) {
            Path name = newName(located);
            if (content[0] == '/' || leadsOut(from, located, content)) {
                String subject = "link to " + new String(content, StandardCharsets.UTF_8);
                throw session.denied(Capability.FILE_SYSTEM, subject, Errno.NOTCAPABLE);
            }
            Path target = Names.toPath(content);
            Directory directory = located.directory();
            Paths.addName(session, from, () -> directory.createLink(name, target));
        }
    }

    private static boolean leadsOut(DirectoryDescriptor from, Located link, byte[] content) {
        return Walk.leadsOut(content, from.depth() + link.depth());
    }

    /**
     * Returns the name of the link to create. Fails if the path can only be that of a directory.
     */
    private static Path newName(Located located) throws IOException {
        Path name = located.name().orElseThrow(Errno.EXIST::asException);
        if (located.mustBeDirectory()) {
            Optional<Facts> facts = located.directory().factsIfPresent(name);
            if (facts.isEmpty()) {
                throw Errno.NOENT.asException();
            }
            throw (facts.get().isDirectory() ? Errno.EXIST : Errno.NOTDIR).asException();
        }
        return name;
    }

    private static void read(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        DirectoryDescriptor from = session.directory((int) arguments[0], Rights.PATH_READLINK);
        byte[] path = session.path(memory, address(arguments[1]), address(arguments[2]));
        long address = address(arguments[3]);
        long length = address(arguments[4]);
        long result = address(arguments[5]);
        memory.check(address, length);
        memory.check(result, Integer.BYTES);
        try (Located located = session.walk(from, path, Ending.FOLLOW_BEFORE_SLASH)) {
            Path name = located.name().orElseThrow(Errno.INVAL::asException);
            if (!located.directory().facts(name).isLink()) {
                throw Errno.INVAL.asException();
            }
            byte[] target = located.directory().readLink(name);
            int count = (int) Math.min(length, target.length);
            memory.write(address, target, 0, count);
            memory.writeInt(result, count);
        }
    }
}

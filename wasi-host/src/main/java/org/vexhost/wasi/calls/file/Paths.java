package org.vexhost.wasi.calls.file;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Filestat;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.confine.Directory;
import org.vexhost.wasi.confine.Ending;
import org.vexhost.wasi.confine.Facts;
import org.vexhost.wasi.confine.Located;
import org.vexhost.wasi.fd.DirectoryDescriptor;
import org.vexhost.wasi.quota.Account;
import org.vexhost.wasi.quota.Change;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.HostFuelCosts;
import org.vexhost.wasi.session.WasiSession;

/** The functions that create, remove, rename and examine the entries of directories. */
public final class Paths {

    private Paths() {}

    /** Adds the functions of this family. */
    public static void addTo(FunctionList list) {
        list.dependingOn(Dependence.FILES);
        list.add("path_create_directory", "iii", HostFuelCosts.PATH, Paths::createDirectory);
        list.add("path_filestat_get", "iiiii", HostFuelCosts.PATH, Paths::stat);
        list.add("path_filestat_set_times", "iiiiIIi", HostFuelCosts.PATH, Paths::setTimes);
        list.add("path_remove_directory", "iii", HostFuelCosts.PATH, Paths::removeDirectory);
        list.add("path_rename", "iiiiii", HostFuelCosts.PATH, Paths::rename);
        list.add("path_unlink_file", "iii", HostFuelCosts.PATH, Paths::unlink);
    }

    private static void createDirectory(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        DirectoryDescriptor from =
                session.directory((int) arguments[0], Rights.PATH_CREATE_DIRECTORY);
        byte[] path = session.path(memory, address(arguments[1]), address(arguments[2]));
        try (Located located = session.walk(from, path, Ending.KEEP)) {
            Path name = located.name().orElseThrow(Errno.EXIST::asException);
            addName(session, from, () -> located.directory().createDirectory(name));
        }
    }

    /** An operation that creates a name. */
    interface Making {
        void make() throws IOException;
    }

    /** Creates a name if the quota permits it. */
    static void addName(WasiSession session, DirectoryDescriptor from, Making making)
            throws IOException, InterruptedException {
        try (Change change = session.change(from.root())) {
            change.addName();
            boolean isMade = false;
            try {
                making.make();
                isMade = true;
            } finally {
                if (!isMade) {
                    change.dropName();
                }
            }
        }
    }

    private static Ending ending(int lookupFlags) {
        return (lookupFlags & Flags.LOOKUP_FOLLOW) != 0
                ? Ending.FOLLOW
                : Ending.FOLLOW_BEFORE_SLASH;
    }

    private static void stat(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        DirectoryDescriptor from = session.directory((int) arguments[0], Rights.PATH_FILESTAT_GET);
        byte[] path = session.path(memory, address(arguments[2]), address(arguments[3]));
        long result = address(arguments[4]);
        memory.check(result, Filestat.SIZE);
        try (Located located = session.walk(from, path, ending((int) arguments[1]))) {
            Filestat stat;
            if (located.name().isPresent()) {
                stat = located.directory().stat(located.name().get());
            } else {
                stat = located.directory().stat();
            }
            requireKind(located, stat.type() == FileType.DIRECTORY);
            stat.write(memory, result);
        }
    }

    private static void setTimes(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        DirectoryDescriptor from =
                session.directory((int) arguments[0], Rights.PATH_FILESTAT_SET_TIMES);
        byte[] path = session.path(memory, address(arguments[2]), address(arguments[3]));
        FileTimes times =
                FileTimes.of(arguments[4], arguments[5], (int) arguments[6], session.clock());
        session.requireWritable(from.root());
        try (Located located = session.walk(from, path, ending((int) arguments[1]))) {
            Directory directory = located.directory();
            if (located.name().isEmpty()) {
                directory.setTimes(times.accessed(), times.modified());
                return;
            }
            Path name = located.name().get();
            requireKind(located, directory.facts(name).isDirectory());
            // The following operation must not open a FIFO. While the hold is open, no other guest
            // can replace the file by a FIFO.
            Account.Hold hold = from.root().account().hold();
            try {
                directory.setTimes(name, times.accessed(), times.modified());
            } finally {
                hold.close();
            }
        }
    }

    /** Checks that a name with a slash after it is a directory. */
    private static void requireKind(Located located, boolean isDirectory) {
        if (located.mustBeDirectory() && !isDirectory) {
            throw Errno.NOTDIR.asException();
        }
    }

    private static void unlink(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        DirectoryDescriptor from = session.directory((int) arguments[0], Rights.PATH_UNLINK_FILE);
        byte[] path = session.path(memory, address(arguments[1]), address(arguments[2]));
        try (Located located = session.walk(from, path, Ending.KEEP)) {
            Path name = located.name().orElseThrow(Errno.ISDIR::asException);
            Directory directory = located.directory();
            try (Change change = session.change(from.root())) {
                Facts facts = directory.facts(name);
                if (facts.isDirectory()) {
                    throw Errno.ISDIR.asException();
                }
                requireKind(located, false);
                Filestat before = directory.stat(name);
                directory.removeFile(name);
                change.removed(facts.key(), before);
            }
        }
    }

    private static void removeDirectory(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        DirectoryDescriptor from =
                session.directory((int) arguments[0], Rights.PATH_REMOVE_DIRECTORY);
        byte[] path = session.path(memory, address(arguments[1]), address(arguments[2]));
        try (Located located = session.walk(from, path, Ending.KEEP)) {
            Path name = located.name().orElseThrow(Errno.INVAL::asException);
            Directory directory = located.directory();
            try (Change change = session.change(from.root())) {
                Facts facts = directory.facts(name);
                if (!facts.isDirectory()) {
                    throw Errno.NOTDIR.asException();
                }
                refuseProtected(session, from, facts);
                Filestat before = directory.stat(name);
                directory.removeDirectory(name);
                change.removed(facts.key(), before);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // Each root exists only once in a call.
    private static void rename(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        DirectoryDescriptor from = session.directory((int) arguments[0], Rights.PATH_RENAME_SOURCE);
        byte[] oldPath = session.path(memory, address(arguments[1]), address(arguments[2]));
        DirectoryDescriptor to = session.directory((int) arguments[3], Rights.PATH_RENAME_TARGET);
        byte[] newPath = session.path(memory, address(arguments[4]), address(arguments[5]));
        session.requireWritable(from.root());
        session.requireWritable(to.root());
        try (Located source = session.walk(from, oldPath, Ending.KEEP);
                Located target = session.walk(to, newPath, Ending.KEEP)) {
            if (from.root() != to.root()) {
                throw Errno.XDEV.asException();
            }
            rename(session, from, source, target);
        }
    }

    private static void rename(
            WasiSession session, DirectoryDescriptor from, Located source, Located target)
            throws IOException, InterruptedException {
        Path name = source.name().orElseThrow(Errno.BUSY::asException);
        Path newName = target.name().orElseThrow(Errno.BUSY::asException);
        try (Change change = session.change(from.root())) {
            Facts moved = source.directory().facts(name);
            requireKind(source, moved.isDirectory());
            requireKind(target, moved.isDirectory());
            refuseProtected(session, from, moved);
            Optional<Facts> replaced = target.directory().factsIfPresent(newName);
            Filestat before = null;
            if (replaced.isPresent() && !replaced.get().key().equals(moved.key())) {
                checkReplaced(moved, replaced.get());
                refuseProtected(session, from, replaced.get());
                before = target.directory().stat(newName);
            }
            source.directory().rename(name, target.directory(), newName);
            if (before != null) {
                change.removed(replaced.get().key(), before);
            }
        }
    }

    private static void checkReplaced(Facts moved, Facts replaced) {
        if (moved.isDirectory() && !replaced.isDirectory()) {
            throw Errno.NOTDIR.asException();
        } else if (!moved.isDirectory() && replaced.isDirectory()) {
            throw Errno.ISDIR.asException();
        }
    }

    /**
     * Fails for a directory that is granted or contains a granted directory, since it must not be
     * moved or removed.
     */
    private static void refuseProtected(WasiSession session, DirectoryDescriptor from, Facts facts)
            throws IOException {
        if (facts.isDirectory() && session.table().isProtected(from.root(), facts.key())) {
            throw Errno.BUSY.asException();
        }
    }
}

package org.vexhost.wasi.calls.file;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.confine.Directory;
import org.vexhost.wasi.confine.Ending;
import org.vexhost.wasi.confine.Facts;
import org.vexhost.wasi.confine.Located;
import org.vexhost.wasi.confine.OpenFile;
import org.vexhost.wasi.fd.Descriptor;
import org.vexhost.wasi.fd.DirectoryDescriptor;
import org.vexhost.wasi.fd.FileDescriptor;
import org.vexhost.wasi.quota.Account;
import org.vexhost.wasi.quota.Change;
import org.vexhost.wasi.quota.Content;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.HostFuelCosts;
import org.vexhost.wasi.session.WasiSession;

/** The function {@code path_open}. */
public final class Opening {

    private static final long WRITING =
            Rights.FD_WRITE | Rights.FD_ALLOCATE | Rights.FD_FILESTAT_SET_SIZE;

    private final WasiSession session;
    private final DirectoryDescriptor from;
    private final int openFlags;
    private final long rights;
    private final long inheritingRights;
    private final int flags;

    private Opening(WasiSession session, DirectoryDescriptor from, long[] arguments) {
        this.session = session;
        this.from = from;
        this.openFlags = (int) arguments[4] & 0xFFFF;
        this.rights = arguments[5] & Rights.ALL;
        this.inheritingRights = arguments[6] & Rights.ALL;
        this.flags = (int) arguments[7] & 0xFFFF;
    }

    /** Adds the functions of this family. */
    public static void addTo(FunctionList list) {
        list.dependingOn(Dependence.FILES);
        list.add("path_open", "iiiiiIIii", HostFuelCosts.PATH, Opening::open);
    }

    private static void open(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        DirectoryDescriptor from = session.directory((int) arguments[0], Rights.PATH_OPEN);
        byte[] path = session.path(memory, address(arguments[2]), address(arguments[3]));
        long result = address(arguments[8]);
        memory.check(result, Integer.BYTES);
        Opening opening = new Opening(session, from, arguments);
        opening.checkRights();
        try (Located located = session.walk(from, path, opening.ending((int) arguments[1]))) {
            memory.writeInt(result, session.table().add(opening.open(located)));
        }
    }

    private boolean has(int flag) {
        return (openFlags & flag) != 0;
    }

    private void checkRights() {
        long needed = rights | inheritingRights;
        if ((flags & Flags.FD_DSYNC) != 0) {
            needed |= Rights.FD_DATASYNC;
        }
        if ((flags & (Flags.FD_SYNC | Flags.FD_RSYNC)) != 0) {
            needed |= Rights.FD_SYNC;
        }
        if ((needed & ~from.inheritingRights() & Rights.INHERITED) != 0) {
            throw Errno.NOTCAPABLE.asException();
        }
        from.require(has(Flags.OPEN_CREATE) ? Rights.PATH_CREATE_FILE : 0);
        from.require(has(Flags.OPEN_TRUNCATE) ? Rights.PATH_FILESTAT_SET_SIZE : 0);
        if ((has(Flags.OPEN_DIRECTORY) && has(Flags.OPEN_CREATE)) || (flags & ~Flags.FD_ALL) != 0) {
            throw Errno.INVAL.asException();
        }
    }

    /**
     * Returns how to treat a link at the end of the path. With {@code O_CREAT} and {@code O_EXCL},
     * the name must not exist, so a link is not followed.
     */
    private Ending ending(int lookupFlags) {
        if (has(Flags.OPEN_CREATE) && has(Flags.OPEN_EXCLUSIVE)) {
            return Ending.KEEP;
        }
        return (lookupFlags & Flags.LOOKUP_FOLLOW) != 0
                ? Ending.FOLLOW
                : Ending.FOLLOW_BEFORE_SLASH;
    }

    private Descriptor open(Located located) throws IOException, InterruptedException {
        if (located.name().isEmpty()) {
            checkDirectory();
            return directory(located.directory().reopen(), located.depth());
        }
        Path name = located.name().get();
        Optional<Facts> facts = located.directory().factsIfPresent(name);
        if (facts.isEmpty()) {
            return create(located, name);
        } else if (has(Flags.OPEN_CREATE) && has(Flags.OPEN_EXCLUSIVE)) {
            throw Errno.EXIST.asException();
        } else if (facts.get().isDirectory()) {
            checkDirectory();
            return directory(located.directory().openDirectory(name), located.depth() + 1);
        } else if (facts.get().isLink()) {
            throw Errno.LOOP.asException();
        } else if (has(Flags.OPEN_DIRECTORY) || located.mustBeDirectory()) {
            throw Errno.NOTDIR.asException();
        }
        return existing(located.directory(), name);
    }

    private void checkDirectory() {
        if (has(Flags.OPEN_CREATE) && has(Flags.OPEN_EXCLUSIVE)) {
            throw Errno.EXIST.asException();
        } else if ((rights & Rights.FD_WRITE) != 0 || has(Flags.OPEN_TRUNCATE)) {
            throw Errno.ISDIR.asException();
        }
    }

    private DirectoryDescriptor directory(Directory directory, int depth) {
        return DirectoryDescriptor.opened(
                from.root(),
                directory,
                from.depth() + depth,
                rights & Rights.DIRECTORY,
                inheritingRights,
                flags);
    }

    private FileDescriptor create(Located located, Path name)
            throws IOException, InterruptedException {
        if (!has(Flags.OPEN_CREATE)) {
            throw Errno.NOENT.asException();
        } else if (located.mustBeDirectory()) {
            throw Errno.ISDIR.asException();
        }
        try (Change change = session.change(from.root())) {
            change.addName();
            boolean isCreated = false;
            try {
                FileDescriptor file =
                        file(located.directory(), name, StandardOpenOption.CREATE_NEW);
                isCreated = true;
                return file;
            } catch (FileAlreadyExistsException e) {
                if (has(Flags.OPEN_EXCLUSIVE)) {
                    throw e;
                }
            } finally {
                if (!isCreated) {
                    change.dropName();
                }
            }
        }
        return existing(located.directory(), name); // Another process has just created it.
    }

    private FileDescriptor existing(Directory directory, Path name)
            throws IOException, InterruptedException {
        if ((rights & Rights.FD_WRITE) != 0 || has(Flags.OPEN_TRUNCATE)) {
            session.requireWritable(from.root());
        }
        FileDescriptor file = file(directory, name, StandardOpenOption.READ);
        if (has(Flags.OPEN_TRUNCATE)) {
            boolean isCut = false;
            try (Change change = session.change(from.root())) {
                DescriptorMetadata.truncate(change, file, 0);
                isCut = true;
            } finally {
                if (!isCut) {
                    file.close();
                }
            }
        }
        return file;
    }

    private FileDescriptor file(Directory directory, Path name, OpenOption how)
            throws IOException, InterruptedException {
        Account account = from.root().account();
        OpenFile file = null;
        Content content = null;
        // While the hold is open, no other guest can replace the name between the checks before and
        // after opening.
        try (Account.Hold hold = account.hold()) {
            file = directory.openFile(name, options(how));
            content = hold.open(file.key(), file.channel().size());
        } finally {
            if (file != null && content == null) {
                file.close();
            }
        }
        return new FileDescriptor(
                from.root(), file, content, rights & Rights.FILE, inheritingRights, flags);
    }

    /**
     * Returns options that allow no more than the rights do. As an exception, a new file must
     * always be opened for writing.
     */
    private Set<OpenOption> options(OpenOption how) {
        boolean isNew = how == StandardOpenOption.CREATE_NEW;
        boolean writes =
                isNew || has(Flags.OPEN_TRUNCATE) || ((rights & WRITING) != 0 && isWritable());
        Set<OpenOption> options = new HashSet<>();
        if (isNew) {
            options.add(StandardOpenOption.CREATE_NEW);
        }
        if (writes) {
            options.add(StandardOpenOption.WRITE);
        }
        if (!writes || (rights & Rights.FD_READ) != 0) {
            options.add(StandardOpenOption.READ);
        }
        return options;
    }

    private boolean isWritable() {
        return session.isWritable(from.root());
    }
}

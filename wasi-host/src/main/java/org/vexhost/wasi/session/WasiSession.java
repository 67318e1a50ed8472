package org.vexhost.wasi.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.Denial;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.HostSession;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.ErrnoException;
import org.vexhost.wasi.confine.Ending;
import org.vexhost.wasi.confine.Located;
import org.vexhost.wasi.confine.Walk;
import org.vexhost.wasi.fd.Descriptor;
import org.vexhost.wasi.fd.DescriptorTable;
import org.vexhost.wasi.fd.DirectoryDescriptor;
import org.vexhost.wasi.fd.Entries;
import org.vexhost.wasi.fd.FileDescriptor;
import org.vexhost.wasi.fd.Input;
import org.vexhost.wasi.fd.Root;
import org.vexhost.wasi.quota.CallHandles;
import org.vexhost.wasi.quota.Change;
import org.vexhost.wasi.quota.Interruption;
import org.vexhost.wasi.random.Generator;
import org.vexhost.wasi.random.Randomness;
import org.vexhost.wasi.random.RealEntropy;

/** The WASI state of one call. Each part is created on first use. For use by one thread. */
public final class WasiSession implements HostSession {

    private static final Logger LOG = LoggerFactory.getLogger(WasiSession.class);

    private final WasiHost host;
    private final CallContext context;
    private String function = "";
    private @Nullable DescriptorTable table;
    private @Nullable Clock clock;
    private @Nullable Randomness randomness;
    private @Nullable Strings arguments;
    private @Nullable Strings environment;
    private Entries.@Nullable Memory listings;

    /** Begins the session of a call. */
    public WasiSession(WasiHost host, CallContext context) {
        this.host = host;
        this.context = context;
    }

    void enter(String name) {
        function = name;
    }

    /** Returns the sandbox's context of the call. */
    public CallContext context() {
        return context;
    }

    /**
     * Checks whether the call must end.
     *
     * @throws InterruptedException if the call was cancelled or its deadline passed
     */
    public void checkAlive() throws InterruptedException {
        if (Thread.interrupted() || context.deadline().isExpired()) {
            throw new InterruptedException();
        }
    }

    /**
     * Returns whether an input can be read without blocking. In a deterministic call, waits until
     * input arrives or the deadline passes, so that the result does not depend on timing.
     */
    public boolean isReady(Input input) throws IOException, InterruptedException {
        return input.await(context.isDeterministic() ? context.deadline().remainingNanos() : 0);
    }

    /** Charges host fuel; see {@link HostFuelCosts}. */
    public void use(long units) {
        context.useFuel(units);
    }

    /** Checks whether the call must end, and charges host fuel for the next part of long work. */
    private void step(long units) throws InterruptedException {
        checkAlive();
        use(units);
    }

    /** Returns a check that charges host fuel for each name that is listed or counted. */
    public Interruption perName() {
        return () -> step(HostFuelCosts.NAME);
    }

    /** Returns the table of open descriptors. */
    public DescriptorTable table() {
        DescriptorTable open = table;
        if (open == null) {
            open =
                    new DescriptorTable(
                            context,
                            new CallHandles(host.handles()),
                            host.accounts(),
                            host.paths());
            table = open;
        }
        return open;
    }

    /** Returns the clocks: the system's, or virtual ones in a deterministic call. */
    public Clock clock() {
        Clock running = clock;
        if (running == null) {
            running = context.isDeterministic() ? new VirtualClock() : new SystemClock();
            clock = running;
        }
        return running;
    }

    /**
     * Returns the source of random bytes. The source changes when the grant for real entropy is
     * given or revoked.
     */
    public Randomness randomness() {
        Randomness chosen = randomness;
        boolean isReal =
                !context.isDeterministic() && context.grants().covers(Capability.CRYPTOGRAPHY);
        if (chosen == null || chosen.isReal() != isReal) {
            if (isReal) {
                chosen = new RealEntropy(host.entropy());
            } else if (context.isDeterministic()) {
                chosen = Generator.fixed();
            } else {
                chosen = Generator.seeded(host.entropy());
            }
            randomness = chosen;
        }
        return chosen;
    }

    /** Returns the program arguments. */
    public Strings arguments() {
        Strings made = arguments;
        if (made == null) {
            made = Strings.ofArguments(context.arguments());
            arguments = made;
        }
        return made;
    }

    /** Returns the granted environment variables. */
    public Strings environment() {
        Strings made = environment;
        if (made == null) {
            made =
                    Strings.ofEnvironment(
                            context.environment(), context.grants(), context::placeholder);
            environment = made;
        }
        return made;
    }

    /** Returns the memory account for listings of directories. */
    public Entries.Memory listings() {
        Entries.Memory made = listings;
        if (made == null) {
            made = new Entries.Memory();
            listings = made;
        }
        return made;
    }

    /** Reports a denial because of a missing grant. */
    public ErrnoException denied(Capability capability, String subject, Errno errno) {
        context.denied(
                new Denial(
                        context.tool(),
                        function,
                        capability,
                        MessageText.escape(subject, MessageText.MAX_QUOTED_LENGTH)));
        return errno.asException();
    }

    /**
     * Returns a descriptor. If the descriptor needs a grant, the grant must not have been revoked.
     */
    public Descriptor descriptor(int fd) {
        Descriptor found = table().get(fd);
        if (found instanceof FileDescriptor file) {
            requireGranted(file.root());
        } else if (found instanceof DirectoryDescriptor directory) {
            requireGranted(directory.root());
        }
        return found;
    }

    /**
     * Returns the directory to which a path is relative.
     *
     * @throws ErrnoException with {@code NOTCAPABLE} if no directory is granted
     */
    public DirectoryDescriptor directory(int fd, long rights) {
        if (!context.grants().covers(Capability.FILE_SYSTEM)) {
            throw denied(Capability.FILE_SYSTEM, "descriptor " + fd, Errno.NOTCAPABLE);
        }
        if (descriptor(fd) instanceof DirectoryDescriptor directory) {
            directory.require(rights);
            return directory;
        }
        throw Errno.NOTDIR.asException();
    }

    private Grant.FileSystem requireGranted(Root root) {
        Optional<Grant.FileSystem> grant = root.grant(context.grants());
        if (grant.isEmpty()) {
            throw denied(Capability.FILE_SYSTEM, root.guestPath(), Errno.NOTCAPABLE);
        }
        return grant.get();
    }

    /**
     * Checks that a granted directory may be changed. A directory that is granted for reading only
     * behaves like a read-only file system.
     *
     * @throws ErrnoException with {@code ROFS} if the directory may not be changed
     */
    public void requireWritable(Root root) {
        if (!isWritable(root)) {
            throw denied(Capability.FILE_SYSTEM, root.guestPath(), Errno.ROFS);
        }
    }

    /** Returns whether a granted directory may be changed. */
    public boolean isWritable(Root root) {
        return requireGranted(root).access().covers(Grant.Access.READ_WRITE);
    }

    /** Begins a change below a granted directory. */
    public Change change(Root root) throws IOException, InterruptedException {
        requireWritable(root);
        return root.account().begin(root.directory(), root.limits(context.grants()), perName());
    }

    /** Walks along a path from the guest. */
    public Located walk(DirectoryDescriptor from, byte[] path, Ending ending)
            throws IOException, InterruptedException {
        try {
            return Walk.to(from.directory(), path, ending, () -> step(HostFuelCosts.STEP));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.NOTCAPABLE) {
                String subject =
                        from.root().guestPath() + ": " + new String(path, StandardCharsets.UTF_8);
                throw denied(Capability.FILE_SYSTEM, subject, Errno.NOTCAPABLE);
            }
            throw e;
        }
    }

    /**
     * Reads a path from memory.
     *
     * @throws ErrnoException with {@code NAMETOOLONG} if the path exceeds {@link
     *     Walk#MAX_PATH_BYTES}
     */
    public byte[] path(GuestMemory memory, long address, long length) {
        memory.check(address, length);
        if (length > Walk.MAX_PATH_BYTES) {
            throw Errno.NAMETOOLONG.asException();
        }
        use(length / HostFuelCosts.COPIED_BYTES);
        byte[] path = new byte[(int) length];
        memory.read(address, path, 0, path.length);
        return path;
    }

    @Override
    public void close() {
        DescriptorTable open = table;
        if (open != null) {
            try {
                open.closeAll();
            } catch (IOException e) {
                LOG.warn("File of tool '{}' could not be closed", context.tool(), e);
            }
        }
    }
}

package org.vexhost.wasi.fd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Grant;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.confine.HandleBudget;
import org.vexhost.wasi.quota.Accounts;

/**
 * The open descriptors of a call, by number. The three standard streams are first, followed by the
 * granted directories. A descriptor that the guest opens gets the lowest free number. For use by
 * one thread.
 */
public final class DescriptorTable {

    private static final int STREAMS = 3;

    private final CallContext context;
    private final HandleBudget budget;
    private final Accounts accounts;
    private final RealPaths paths;
    private final List<Root> roots = new ArrayList<>();
    private @Nullable Descriptor[] descriptors;
    private boolean hasPreopens;

    /** Creates a table with the open streams of the call. */
    public DescriptorTable(
            CallContext context, HandleBudget budget, Accounts accounts, RealPaths paths) {
        this.context = context;
        this.budget = budget;
        this.accounts = accounts;
        this.paths = paths;
        descriptors = new @Nullable Descriptor[2 * STREAMS];
        descriptors[0] = new InputDescriptor(new Input(context.stdin()));
        descriptors[1] = new OutputDescriptor(context.stdout());
        descriptors[2] = new OutputDescriptor(context.stderr());
    }

    /**
     * Returns the descriptor with the given number.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code BADF} if there is no such descriptor
     */
    public Descriptor get(int fd) {
        if (fd >= STREAMS) {
            openGranted();
        }
        Descriptor found = fd >= 0 && fd < descriptors.length ? descriptors[fd] : null;
        if (found == null) {
            throw Errno.BADF.asException();
        }
        return found;
    }

    /** Adds a descriptor at the lowest free number. */
    public int add(Descriptor descriptor) {
        openGranted();
        int fd = 0;
        while (fd < descriptors.length && descriptors[fd] != null) {
            fd++;
        }
        if (fd == descriptors.length) {
            descriptors = Arrays.copyOf(descriptors, 2 * fd);
        }
        descriptors[fd] = descriptor;
        return fd;
    }

    /** Closes the descriptor with the given number. */
    public void close(int fd) throws IOException {
        Descriptor closing = get(fd);
        descriptors[fd] = null;
        closing.close();
    }

    /** Moves a descriptor to another number, and closes the descriptor that had this number. */
    public void renumber(int from, int to) throws IOException {
        Descriptor moving = get(from);
        Descriptor closing = get(to);
        if (from != to) {
            descriptors[to] = moving;
            descriptors[from] = null;
            closing.close();
        }
    }

    /**
     * Returns whether a directory is granted, or contains a granted directory. Such a directory
     * must not be moved or removed.
     *
     * @param below the granted directory that contains the directory
     */
    @SuppressWarnings("ReferenceEquality") // Each root exists only once in a call.
    public boolean isProtected(Root below, Object key) throws IOException {
        for (Root root : roots) {
            if (root != below && root.isAtOrBelow(below, key)) {
                return true;
            }
        }
        return false;
    }

    private void openGranted() {
        if (hasPreopens) {
            return;
        }
        hasPreopens = true;
        for (Grant.FileSystem grant : context.grants().directories()) {
            Root root = new Root(grant, budget, accounts, paths);
            roots.add(root);
            add(DirectoryDescriptor.preopened(root));
        }
    }

    /** Closes all descriptors. */
    public void closeAll() throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (int fd = 0; fd < descriptors.length; fd++) {
            if (descriptors[fd] != null) {
                Descriptor closing = Objects.requireNonNull(descriptors[fd]);
                descriptors[fd] = null;
                attempt(closing::close, failures);
            }
        }
        for (Root root : roots) {
            attempt(root::close, failures);
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private interface Closing {
        void close() throws IOException;
    }

    private static void attempt(Closing closing, List<IOException> failures) {
        try {
            closing.close();
        } catch (IOException e) {
            failures.add(e);
        }
    }
}

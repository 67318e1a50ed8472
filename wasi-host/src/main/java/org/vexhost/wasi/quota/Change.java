package org.vexhost.wasi.quota;

import java.io.IOException;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Filestat;
import org.vexhost.wasi.confine.Directory;

/** A change of a granted directory in progress. It must be closed. */
public final class Change implements AutoCloseable {

    private final Account account;
    private final Directory root;
    private final Limits limits;
    private final Interruption interruption;

    Change(Account account, Directory root, Limits limits, Interruption interruption) {
        this.account = account;
        this.root = root;
        this.limits = limits;
        this.interruption = interruption;
    }

    Directory root() {
        return root;
    }

    Limits limits() {
        return limits;
    }

    Interruption interruption() {
        return interruption;
    }

    /**
     * Reserves one more name.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code DQUOT} if the quota is used up
     */
    public void addName() throws IOException, InterruptedException {
        account.add(this, 0, 1);
    }

    /** Cancels the reservation of a name that was not created. */
    public void dropName() {
        account.subtract(0, 1);
    }

    /**
     * Reserves bytes for a file before it grows.
     *
     * @param newSize the largest size that it may reach, in bytes
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code DQUOT} if the quota is used up
     */
    public void grow(Content content, long newSize) throws IOException, InterruptedException {
        if (newSize > content.size()) {
            account.add(this, newSize - content.size(), 0);
            content.setSize(newSize);
        }
    }

    /** Sets the file's real size after it was truncated, or could not grow. */
    public void settle(Content content, long size) {
        if (size < content.size()) {
            account.subtract(content.size() - size, 0);
            content.setSize(size);
        }
    }

    /** Records that a name was removed, or replaced by another. */
    public void removed(Object key, Filestat before) {
        long bytes = 0;
        if (before.type() == FileType.REGULAR_FILE
                && before.links() <= 1
                && !account.hide(key, before.size())) {
            bytes = before.size();
        }
        account.subtract(bytes, 1);
    }

    @Override
    public void close() {
        account.end();
    }
}

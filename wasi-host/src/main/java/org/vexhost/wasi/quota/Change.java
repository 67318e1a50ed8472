package org.vexhost.wasi.quota;

import java.io.IOException;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Filestat;
import org.vexhost.wasi.confine.Directory;

/**
 * A change of a granted directory. No other change of the directory can begin until this one is
 * closed.
 */
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
     * Reserves the entry for a name that is about to be created.
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
     * @param newSize the largest size that the file may reach, in bytes
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code DQUOT} if the quota is used up
     */
    public void grow(Content content, long newSize) throws IOException, InterruptedException {
        if (newSize > content.size()) {
            account.add(this, newSize - content.size(), 0);
            content.setSize(newSize);
        }
    }

    /**
     * Corrects the counted size of a file after the file was truncated, or has grown less than
     * reserved.
     */
    public void settle(Content content, long size) {
        if (size < content.size()) {
            account.subtract(content.size() - size, 0);
            content.setSize(size);
        }
    }

    /** Records that a name was removed, or was replaced by a rename. */
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

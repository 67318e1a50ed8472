package org.vexhost.wasi.quota;

import java.io.IOException;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Filestat;
import org.vexhost.wasi.confine.Directory;

/** A change of a granted directory that is under way. Must be closed. */
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
     * Makes room for one more name.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code DQUOT} if there is none
     */
    public void addName() throws IOException, InterruptedException {
        account.add(this, 0, 1);
    }

    /** The name was not made. */
    public void dropName() {
        account.subtract(0, 1);
    }

    /**
     * Makes room for a file's content, before it grows.
     *
     * @param newSize what its size may come to, in bytes
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code DQUOT} if there is none
     */
    public void grow(Content content, long newSize) throws IOException, InterruptedException {
        if (newSize > content.size()) {
            account.add(this, newSize - content.size(), 0);
            content.setSize(newSize);
        }
    }

    /** Takes the file's size as it really is: it was cut, or could not grow. */
    public void settle(Content content, long size) {
        if (size < content.size()) {
            account.subtract(content.size() - size, 0);
            content.setSize(size);
        }
    }

    /** A name was removed, or replaced by another. */
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

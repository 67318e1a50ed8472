package org.vexhost.wasi.quota;

import java.io.Closeable;
import java.io.IOException;

/**
 * The content of a file that guests have open. {@link #size} is the size that the account counts.
 * The account's lock guards all fields.
 */
public final class Content {

    private final Account account;
    private final Object key;
    private long size;
    private int users;
    private boolean isHidden;

    Content(Account account, Object key, long size) {
        this.account = account;
        this.key = key;
        this.size = size;
    }

    Object key() {
        return key;
    }

    void opened() {
        users++;
    }

    /** Decrements the number of uses, and returns whether no guest has the file open any longer. */
    boolean closed() {
        return --users == 0;
    }

    void hide(long sizeNow) {
        isHidden = true;
        size = Math.max(size, sizeNow);
    }

    /**
     * Returns the size of the file if the file was removed, so that no directory entry refers to
     * it; otherwise 0.
     */
    long hiddenBytes() {
        return isHidden ? size : 0;
    }

    long size() {
        return size;
    }

    void setSize(long newSize) {
        size = newSize;
    }

    /**
     * Closes a guest's handle of the file, and updates the account in the same step. After the last
     * handle of a removed file is closed, a new file may get the same key. The account must not
     * mistake the new file for the removed one.
     */
    public void close(Closeable handle) throws IOException {
        account.close(this, handle);
    }
}

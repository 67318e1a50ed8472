package org.vexhost.wasi.quota;

import java.io.Closeable;
import java.io.IOException;

/**
 * The content of a file that guests have open. {@link #size} is the size that is counted. The
 * account's lock guards it.
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

    /** Closes one use, and returns whether no guest has the file open any longer. */
    boolean closed() {
        return --users == 0;
    }

    void hide(long sizeNow) {
        isHidden = true;
        size = Math.max(size, sizeNow);
    }

    /** Returns the bytes of a removed file, which no directory entry refers to. */
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
     * Closes a guest's handle of the file. Closing the handle and the bookkeeping are one step.
     * After the last handle of a removed file is closed, a new file may get the same key, and must
     * not be mistaken for the removed one.
     */
    public void close(Closeable handle) throws IOException {
        account.close(this, handle);
    }
}

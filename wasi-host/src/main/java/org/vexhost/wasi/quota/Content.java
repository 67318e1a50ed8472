package org.vexhost.wasi.quota;

import java.io.Closeable;
import java.io.IOException;

/**
 * The content of a file that guests have open. What it is counted with is in {@link #size}; guarded
 * by its account's lock.
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

    /** Whether nobody has it open any more. */
    boolean closed() {
        return --users == 0;
    }

    void hide(long sizeNow) {
        isHidden = true;
        size = Math.max(size, sizeNow);
    }

    /** What no directory entry shows any more. */
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
     * Closes a guest's handle of it. Both in one step: once the last handle of a removed file is
     * closed, a new file may get its key, and must not be taken for it.
     */
    public void close(Closeable handle) throws IOException {
        account.close(this, handle);
    }
}

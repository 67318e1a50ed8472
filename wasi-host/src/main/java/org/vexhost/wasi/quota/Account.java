package org.vexhost.wasi.quota;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.confine.Directory;

/**
 * The account of one granted directory. It counts the contents, and denies additions that exceed
 * the quota. All calls that use the directory share its account. Thread-safe.
 *
 * <p>The contents are counted once, when a call first changes something. Afterwards, each operation
 * of a guest updates the count. Before an addition is denied, the contents are counted again, since
 * other processes may have removed files. This happens at most every {@value #RECOUNT_SECONDS}
 * seconds.
 */
public final class Account {

    static final long RECOUNT_SECONDS = 5;

    private static final long RECOUNT_NANOS = RECOUNT_SECONDS * 1_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, Content> contents = new HashMap<>();
    private boolean isCounted;
    private long countedAt;
    private long bytes;
    private long files;

    Account() {}

    /**
     * Begins a change of the directory's entries or of a file's size. No other change begins before
     * this one is closed. If there is a limit and the contents have not been counted yet, they are
     * counted first.
     */
    public Change begin(Directory root, Limits limits, Interruption interruption)
            throws IOException, InterruptedException {
        lock.lockInterruptibly();
        Change change = null;
        try {
            if (!isCounted && limits.isBounded()) {
                recount(root, interruption);
            }
            change = new Change(this, root, limits, interruption);
        } finally {
            if (change == null) {
                lock.unlock();
            }
        }
        return change;
    }

    void end() {
        lock.unlock();
    }

    private void recount(Directory root, Interruption interruption)
            throws IOException, InterruptedException {
        DirectoryUsage usage = DirectoryUsage.count(root, interruption);
        bytes = usage.bytes();
        for (Content content : contents.values()) {
            bytes += content.hiddenBytes();
        }
        files = usage.files();
        isCounted = true;
        countedAt = System.nanoTime();
    }

    void add(Change change, long moreBytes, long moreFiles)
            throws IOException, InterruptedException {
        if (isOver(change.limits(), moreBytes, moreFiles)
                && System.nanoTime() - countedAt > RECOUNT_NANOS) {
            recount(change.root(), change.interruption());
        }
        if (isOver(change.limits(), moreBytes, moreFiles)) {
            throw Errno.DQUOT.asException();
        }
        bytes += moreBytes;
        files += moreFiles;
    }

    private boolean isOver(Limits limits, long moreBytes, long moreFiles) {
        return (moreBytes > 0 && moreBytes > limits.maxBytes() - bytes)
                || (moreFiles > 0 && moreFiles > limits.maxFiles() - files);
    }

    void subtract(long lessBytes, long lessFiles) {
        bytes = Math.max(0, bytes - lessBytes);
        files = Math.max(0, files - lessFiles);
    }

    /** Prevents other guests from changing the directory until the hold is closed. */
    public Hold hold() throws InterruptedException {
        lock.lockInterruptibly();
        return new Hold();
    }

    /** A lock on the directory. While a hold is open, other guests cannot change the directory. */
    public final class Hold implements AutoCloseable {

        private Hold() {}

        /**
         * Registers a file that a guest has open.
         *
         * @param size the current size of the file, in bytes
         */
        public Content open(Object key, long size) {
            Content content =
                    contents.computeIfAbsent(key, any -> new Content(Account.this, key, size));
            content.opened();
            return content;
        }

        @Override
        public void close() {
            lock.unlock();
        }
    }

    /**
     * Marks a removed file as hidden if a guest has the file open. Its bytes then stay counted
     * until the file is closed. Returns whether a guest has the file open.
     */
    boolean hide(Object key, long size) {
        Content content = contents.get(key);
        if (content == null) {
            return false;
        }
        content.hide(size);
        return true;
    }

    void close(Content content, Closeable handle) throws IOException {
        lock.lock();
        try (handle) {
            if (content.closed()) {
                contents.remove(content.key());
                subtract(content.hiddenBytes(), 0);
            }
        } finally {
            lock.unlock();
        }
    }
}

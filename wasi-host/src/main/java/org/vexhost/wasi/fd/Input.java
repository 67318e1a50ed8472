package org.vexhost.wasi.fd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Deadline;

/**
 * A guest's standard input, which can be read with a deadline. A stream that cannot block is read
 * directly. For any other stream, a separate thread reads ahead, since reading from a pipe or a
 * terminal cannot be interrupted.
 */
public final class Input implements AutoCloseable {

    private static final int BUFFER_BYTES = 8192;

    private final InputStream stream;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Thread reader;
    private byte[] buffer = {};
    private int start;
    private int end;
    private boolean isAtEnd;
    private boolean isClosed;
    private @Nullable IOException failure;

    Input(InputStream stream) {
        this.stream = stream;
    }

    /**
     * Reads at least one byte. Waits for the first byte if necessary.
     *
     * @return the number of bytes; 0 at the end of the input
     * @throws InterruptedException if the thread is interrupted or the deadline has passed
     */
    public int read(byte[] target, int offset, int length, Deadline deadline)
            throws IOException, InterruptedException {
        if (length == 0) {
            return 0;
        } else if (isDirect()) {
            return Math.max(0, stream.read(target, offset, length));
        }
        // Whether to read directly is asked once: bytes may arrive at any moment.
        lock.lockInterruptibly();
        try {
            if (!awaitReader(deadline.remainingNanos())) {
                throw new InterruptedException();
            }
            return take(target, offset, length);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of bytes that can be read without waiting. */
    public int available() throws IOException {
        if (isDirect()) {
            return stream.available();
        }
        lock.lock();
        try {
            return end - start;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until reading would not block: because there are bytes, because the input has ended, or
     * because it has failed.
     *
     * @param nanos the maximum time to wait, in ns; 0 to check without waiting
     * @return whether reading would not block
     */
    public boolean await(long nanos) throws IOException, InterruptedException {
        if (isDirect()) {
            return true;
        }
        lock.lockInterruptibly();
        try {
            return awaitReader(nanos);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitReader(long nanos) throws InterruptedException {
        startReading();
        long left = nanos;
        while (!isReady() && left > 0) {
            left = changed.awaitNanos(left);
        }
        return isReady();
    }

    private boolean isDirect() throws IOException {
        return reader == null && (stream instanceof ByteArrayInputStream || stream.available() > 0);
    }

    private boolean isReady() {
        return end > start || isAtEnd;
    }

    private int take(byte[] target, int offset, int length) throws IOException {
        int count = Math.min(length, end - start);
        System.arraycopy(buffer, start, target, offset, count);
        start += count;
        changed.signalAll();
        if (count == 0 && failure != null) {
            throw failure;
        }
        return count;
    }

    private void startReading() {
        if (reader == null) {
            buffer = new byte[BUFFER_BYTES];
            Thread thread = new Thread(this::readAhead, "vexhost-stdin");
            thread.setDaemon(true);
            thread.start();
            reader = thread;
        }
    }

    private void readAhead() {
        try {
            byte[] block = new byte[BUFFER_BYTES];
            int count = stream.read(block);
            while (count >= 0 && put(block, count)) {
                count = stream.read(block);
            }
            finish(null);
        } catch (IOException e) {
            finish(e);
        } catch (InterruptedException e) {
            finish(null); // The input is closed, so no one reads it any longer.
        } catch (RuntimeException | Error e) {
            // Otherwise, the reader would wait instead of getting the failure.
            finish(new IOException("input cannot be read", e));
        }
    }

    private boolean put(byte[] block, int count) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (end > start && !isClosed) {
                changed.await();
            }
            System.arraycopy(block, 0, buffer, 0, count);
            start = 0;
            end = count;
            changed.signalAll();
            return !isClosed;
        } finally {
            lock.unlock();
        }
    }

    private void finish(@Nullable IOException cause) {
        lock.lock();
        try {
            failure = cause;
            isAtEnd = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells the reading thread to end. It ends when its current read returns. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            if (reader != null) {
                reader.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}

package org.vexhost.wasi.fd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Deadline;

/**
 * Reads a stream without ever being stuck in it: as the stream itself where that cannot wait, else
 * through a thread that reads ahead, as reading a pipe or a terminal cannot be interrupted.
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
     * Reads at least one byte, waiting if need be.
     *
     * @return how many; 0 at the end
     * @throws InterruptedException also when the deadline has passed
     */
    public int read(byte[] target, int offset, int length, Deadline deadline)
            throws IOException, InterruptedException {
        if (length == 0) {
            return 0;
        } else if (isDirect()) {
            return Math.max(0, stream.read(target, offset, length));
        }
        if (!await(deadline.remainingNanos())) {
            throw new InterruptedException();
        }
        lock.lock();
        try {
            return take(target, offset, length);
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes are known to be there. */
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
     * Waits until reading would not wait: bytes, the end, or a failure.
     *
     * @param nanos 0 to only look
     * @return whether it is so
     */
    public boolean await(long nanos) throws IOException, InterruptedException {
        if (isDirect()) {
            return true;
        }
        lock.lockInterruptibly();
        try {
            startReading();
            long left = nanos;
            while (!isReady() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return isReady();
        } finally {
            lock.unlock();
        }
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
            finish(null); // closed: nobody reads any more
        } catch (RuntimeException | Error e) {
            // Whoever reads is to know, and not to wait for it.
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

    /** Ends the reading thread, once its stream lets it. */
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

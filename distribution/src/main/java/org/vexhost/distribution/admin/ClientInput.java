package org.vexhost.distribution.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The standard input of a client. It passes bytes from the thread that reads the client's frames to
 * the thread that runs the request. The number of unread bytes is limited: a client that sends too
 * fast has to wait.
 */
final class ClientInput extends InputStream {

    private static final int MAX_CHUNKS = 64;

    /** No limit in practice. Used for terminals, where a person may type at any time. */
    private static final Duration UNLIMITED = Duration.ofDays(36_500);

    private final Queue<byte[]> chunks = new ArrayDeque<>();
    private byte @Nullable [] current;
    private int position;
    private boolean ended;
    private Duration maxSilence = UNLIMITED;

    /** Sets the time after which reading fails if the client has sent nothing. */
    synchronized void waitAtMost(Duration silence) {
        maxSilence = silence;
    }

    /** Adds bytes. Waits while too many bytes are unread. */
    synchronized void offer(byte[] bytes) throws InterruptedException {
        while (chunks.size() >= MAX_CHUNKS && !ended) {
            wait();
        }
        if (!ended && bytes.length > 0) {
            chunks.add(bytes);
            notifyAll();
        }
    }

    /** Marks the end of the input. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        byte[] bytes = await();
        if (bytes == null) {
            return -1;
        }
        int count = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        if (position == bytes.length) {
            current = null;
        }
        return count;
    }

    @Override
    public synchronized int available() {
        int count = current == null ? 0 : current.length - position;
        for (byte[] chunk : chunks) {
            count += chunk.length;
        }
        return count;
    }

    private byte @Nullable [] await() throws IOException {
        byte[] bytes = current;
        if (bytes != null) {
            return bytes;
        }
        long end = System.nanoTime() + maxSilence.toNanos();
        while (chunks.isEmpty() && !ended) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new InterruptedIOException(
                        "client sent no input for %d seconds".formatted(maxSilence.toSeconds()));
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("reading was interrupted");
            }
        }
        current = chunks.poll();
        position = 0;
        notifyAll();
        return current;
    }
}

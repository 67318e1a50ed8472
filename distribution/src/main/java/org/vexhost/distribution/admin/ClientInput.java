package org.vexhost.distribution.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What a client typed or piped, between the thread that reads its frames and the one that runs its
 * request. Holds a bounded amount: a client that sends faster than it is read has to wait.
 */
final class ClientInput extends InputStream {

    private static final int MAX_CHUNKS = 64;

    private final Queue<byte[]> chunks = new ArrayDeque<>();
    private byte @Nullable [] current;
    private int position;
    private boolean ended;

    /** Adds bytes; waits while too many are unread. */
    synchronized void offer(byte[] bytes) throws InterruptedException {
        while (chunks.size() >= MAX_CHUNKS && !ended) {
            wait();
        }
        if (!ended && bytes.length > 0) {
            chunks.add(bytes);
            notifyAll();
        }
    }

    /** There is no more. */
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
        while (chunks.isEmpty() && !ended) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException("reading was interrupted");
            }
        }
        current = chunks.poll();
        position = 0;
        notifyAll();
        return current;
    }
}

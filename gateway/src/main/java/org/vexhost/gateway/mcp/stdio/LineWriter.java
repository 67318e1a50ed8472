package org.vexhost.gateway.mcp.stdio;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one message per line on a thread of its own, so that senders never wait for a slow client.
 * A client that leaves too many bytes unread is disconnected.
 */
final class LineWriter {

    /** The largest number of queued bytes, not counting the newest message: 32 MiB. */
    static final long MAX_WAITING_BYTES = 32L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

    private final OutputStream out;
    private final Runnable failed;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean isWriting;
    private boolean isClosed;

    /**
     * Creates a writer. The thread that calls {@link #run} writes the messages.
     *
     * @param failed runs once if writing to the client fails
     */
    LineWriter(OutputStream out, Runnable failed) {
        this.out = out;
        this.failed = failed;
    }

    /** Adds a message. Never blocks. */
    void send(byte[] message) {
        boolean isTooMuch;
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isTooMuch = waitingBytes > MAX_WAITING_BYTES;
            if (isTooMuch) {
                isClosed = true;
                waiting.clear();
            } else {
                waiting.add(message);
                waitingBytes += message.length;
            }
            notifyAll();
        }
        if (isTooMuch) {
            LOG.warn("an MCP client is disconnected because it does not read");
            failed.run();
        }
    }

    /** Writes until closed. */
    void run() {
        try {
            for (byte[] message = take(); message != null; message = take()) {
                write(message);
            }
        } catch (IOException e) {
            LOG.debug("MCP client is gone", e);
            close();
            failed.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until all messages are written, or until the time has elapsed. */
    synchronized void flush(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; !isClosed && (isWriting || !waiting.isEmpty()) && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    /** Ends {@link #run} and drops the queued messages. */
    synchronized void close() {
        isClosed = true;
        waiting.clear();
        notifyAll();
    }

    private synchronized byte @Nullable [] take() throws InterruptedException {
        isWriting = false;
        notifyAll();
        while (waiting.isEmpty() && !isClosed) {
            wait();
        }
        byte[] message = waiting.poll();
        if (message != null) {
            isWriting = true;
            waitingBytes -= message.length;
        }
        return message;
    }

    /**
     * Writes a message as one line. Line breaks in JSON are always white space, because strings
     * escape them.
     */
    private void write(byte[] message) throws IOException {
        byte[] line = new byte[message.length + 1];
        for (int i = 0; i < message.length; i++) {
            byte each = message[i];
            line[i] = each == '\n' || each == '\r' ? (byte) ' ' : each;
        }
        line[message.length] = '\n';
        out.write(line);
        out.flush();
    }
}

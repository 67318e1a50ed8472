package org.vexhost.benchmarks.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on the loopback address that responds to each request with 1 KiB and closes the
 * connection, either immediately or once it is released.
 */
final class LocalServer implements AutoCloseable {

    static final int BODY_BYTES = 1024;

    private static final String END_OF_HEADER = "\r\n\r\n";
    private static final byte[] ANSWER =
            ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                            + BODY_BYTES
                            + END_OF_HEADER
                            + "x".repeat(BODY_BYTES))
                    .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private volatile CountDownLatch open = new CountDownLatch(0);
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "server");
                        thread.setDaemon(true);
                        return thread;
                    });

    LocalServer() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Lets requests wait from now on. */
    void hold() {
        open = new CountDownLatch(1);
    }

    /** Responds to waiting requests, and responds immediately from now on. */
    void release() {
        open.countDown();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> answer(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket accepted) {
        try (Socket socket = accepted) {
            InputStream in = socket.getInputStream();
            int seen = 0;
            while (seen < END_OF_HEADER.length()) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                seen = next == END_OF_HEADER.charAt(seen) ? seen + 1 : next == '\r' ? 1 : 0;
            }
            open.await();
            socket.getOutputStream().write(ANSWER);
        } catch (IOException e) {
            // The client is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}

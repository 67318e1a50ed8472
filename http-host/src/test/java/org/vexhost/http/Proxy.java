package org.vexhost.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy on the loopback address: sends everything to one port of this machine. */
public final class Proxy implements AutoCloseable {

    /** Each connection's request line and header. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final int target;
    private final String refusal;

    /** Answers every CONNECT with {@code refusal}, if that is not empty. */
    public Proxy(int target, String refusal) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.refusal = refusal;
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            requests.add(head);
            if (!refusal.isEmpty()) {
                client.getOutputStream().write(Server.bytes(refusal));
                return;
            }
            try (Socket onward = new Socket(InetAddress.getLoopbackAddress(), target)) {
                if (head.startsWith("CONNECT ")) {
                    client.getOutputStream().write(Server.bytes("HTTP/1.1 200 OK\r\n\r\n"));
                } else {
                    onward.getOutputStream().write(Server.bytes(head));
                }
                daemon(() -> copy(client, onward));
                copy(onward, client);
            }
        } catch (IOException e) {
            // One side is gone.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // One side is gone.
        }
    }

    private static void daemon(Runnable job) {
        Thread thread = new Thread(job, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package org.vexhost.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on the loopback address that answers what a test says, and remembers what it got. */
public final class Server implements AutoCloseable {

    /** What becomes of a connection. */
    @FunctionalInterface
    public interface Answer {
        void to(String head, Socket socket, OutputStream out) throws Exception;
    }

    /** Each connection's request line and header; empty if nothing was sent. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final Answer answer;

    public Server(ServerSocket server, Answer answer) {
        this.server = server;
        this.answer = answer;
        daemon(this::accept);
    }

    public static Server answering(Answer answer) throws IOException {
        return new Server(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), answer);
    }

    /** Always the same bytes. */
    public static Server saying(String response) throws IOException {
        return answering((head, socket, out) -> out.write(bytes(response)));
    }

    /** The header of a good answer. */
    public static String ok(String... fields) {
        return "HTTP/1.1 200 OK\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public int port() {
        return server.getLocalPort();
    }

    public String origin(String host) {
        return "http://" + host + ":" + port();
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

    private void serve(Socket socket) {
        try (socket) {
            String head = head(socket);
            requests.add(head);
            answer.to(head, socket, socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (Exception e) {
            // The client is gone, or the test is over.
        }
    }

    private static String head(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                socket.getInputStream(), StandardCharsets.ISO_8859_1));
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private static void daemon(Runnable job) {
        Thread thread = new Thread(job, "server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

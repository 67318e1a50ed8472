package org.vexhost.distribution.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A small JSON API on the loopback address. It requires a key. Unlike a real API, it includes the
 * key in its response.
 */
final class DemoServer implements AutoCloseable {

    private static final int MAX_LINES = 100;
    private static final int MAX_MILLIS = 10_000;

    private final ServerSocket server;
    private final List<String> keys = new CopyOnWriteArrayList<>();

    private DemoServer(ServerSocket server) {
        this.server = server;
    }

    /** Starts a server that serves requests until it is closed. */
    static DemoServer start() throws IOException {
        DemoServer started =
                new DemoServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(started::answerAll, "vexhost-demo-server");
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    /** The origin of the server, for grants and requests. */
    String origin() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The values of {@code Authorization} in the received requests, in order. */
    List<String> keys() {
        return List.copyOf(keys);
    }

    private void answerAll() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(MAX_MILLIS);
                answer(socket);
            } catch (IOException e) {
                // The client has disconnected, or the demo is over.
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                socket.getInputStream(), StandardCharsets.ISO_8859_1));
        String key = "";
        for (int i = 0; i < MAX_LINES; i++) {
            String line = in.readLine();
            if (line == null || line.isEmpty()) {
                break;
            }
            if (line.toLowerCase(Locale.ROOT).startsWith("authorization:")) {
                key = line.substring(line.indexOf(':') + 1).strip();
            }
        }
        keys.add(key);
        String body =
                "{\"city\": \"Bern\", \"celsius\": 7.5, \"askedWith\": \"%s\"}".formatted(key);
        String answer =
                String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Content-Type: application/json",
                        "Content-Length: " + body.length(),
                        "",
                        body);
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

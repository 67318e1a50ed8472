package org.vexhost.distribution.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection that carries what it is given, byte for byte. */
final class HttpSocket implements AutoCloseable {

    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final Socket socket;

    private HttpSocket(Socket socket) {
        this.socket = socket;
    }

    static HttpSocket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) HttpHost.PATIENCE.toMillis());
        return new HttpSocket(socket);
    }

    /** The beginning of a request, headers complete, for a body of a length. */
    static String head(String path, String token, String more, long length) {
        return """
        POST %s HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        %sContent-Length: %d\r
        \r
        """
                .formatted(path, token, more, length);
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads until a text has come. */
    String readUntil(String part) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder all = new StringBuilder();
        while (all.indexOf(part) < 0) {
            int next = in.read();
            if (next < 0 || all.length() == MAX_ANSWER_BYTES) {
                throw new EOFException(all.toString());
            }
            all.append((char) next);
        }
        return all.toString();
    }

    /** The number of the status of the next answer. */
    int readStatus() throws IOException {
        return Integer.parseInt(readUntil("\r\n").substring(9, 12));
    }

    /** What comes until the host ends the connection. */
    String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

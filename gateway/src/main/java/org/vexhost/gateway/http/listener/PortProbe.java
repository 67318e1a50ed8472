package org.vexhost.gateway.http.listener;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether this host, and no other program, responds at a port. */
final class PortProbe {

    private static final Logger LOG = LoggerFactory.getLogger(PortProbe.class);
    private static final int PATIENCE_MILLIS = 2_000;

    /** Marks of probes that arrived in this process. */
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** Records that a request of {@link #answers} arrived. */
    void arrived(String mark) {
        if (seen.size() < 100) {
            seen.add(mark);
        }
    }

    /** Whether a port can be opened now. */
    static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException e) {
            LOG.debug("port cannot be opened [{}]", e.toString());
            return false;
        }
    }

    /** Whether a request to a port arrives in this process. */
    boolean answers(String host, int port, boolean isTls) {
        String mark = UUID.randomUUID().toString();
        try (Socket socket = connect(host, port, isTls)) {
            OutputStream out = socket.getOutputStream();
            String name = host.contains(":") ? "[" + host + "]" : host;
            out.write(
                    """
                    GET /healthz HTTP/1.1\r
                    Host: %s:%d\r
                    %s: %s\r
                    Connection: close\r
                    \r
                    """
                            .formatted(name, port, HealthRoute.CHECK_HEADER, mark)
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            int ignored = socket.getInputStream().read();
            return seen.remove(mark);
        } catch (SSLException e) {
            // The port speaks TLS and requires a client certificate, which a probe does not have.
            LOG.debug("handshake failed [{}]", e.toString());
            return String.valueOf(e.getMessage()).contains("certificate");
        } catch (IOException | GeneralSecurityException e) {
            LOG.debug("no answer yet [{}]", e.toString());
            return false;
        }
    }

    private static Socket connect(String host, int port, boolean isTls)
            throws IOException, GeneralSecurityException {
        InetAddress address = InetAddress.getByName(host);
        InetSocketAddress target =
                new InetSocketAddress(
                        address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address,
                        port);
        Socket socket = isTls ? tls().getSocketFactory().createSocket() : new Socket();
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(target, PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Creates a context that accepts every certificate. A probe only asks whether the other end is
     * this process, so its identity does not matter.
     */
    private static SSLContext tls() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {
                    new X509TrustManager() {
                        @Override
                        public void checkClientTrusted(X509Certificate[] chain, String type) {}

                        @Override
                        public void checkServerTrusted(X509Certificate[] chain, String type) {}

                        @Override
                        public X509Certificate[] getAcceptedIssuers() {
                            return new X509Certificate[0];
                        }
                    }
                },
                new SecureRandom());
        return context;
    }
}

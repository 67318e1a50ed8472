package org.vexhost.http.exchange;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A factory for connections that never log their contents. The HTTP client's own connections log
 * headers and bytes if their loggers are enabled, and headers may contain secrets.
 */
final class SilentConnections implements HttpConnectionFactory<ManagedHttpClientConnection> {

    private final Http1Config config;

    SilentConnections(Http1Config config) {
        this.config = config;
    }

    @Override
    public ManagedHttpClientConnection createConnection(@Nullable Socket socket)
            throws IOException {
        Silent connection = new Silent(config);
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    /** A connection that logs nothing. */
    private static final class Silent extends DefaultBHttpClientConnection
            implements ManagedHttpClientConnection {

        private Timeout timeout = Timeout.DISABLED;

        Silent(Http1Config config) {
            // The shorter constructors would use a parser without limits.
            super(
                    config,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new DefaultHttpResponseParserFactory(config));
        }

        @Override
        public void bind(Socket socket) throws IOException {
            super.bind(socket);
            timeout = Timeout.ofMilliseconds(socket.getSoTimeout());
        }

        @Override
        public void bind(SSLSocket encrypted, Socket socket) throws IOException {
            super.bind(encrypted, socket);
            timeout = Timeout.ofMilliseconds(encrypted.getSoTimeout());
        }

        @Override
        public @Nullable Socket getSocket() {
            SocketHolder holder = getSocketHolder();
            return holder == null ? null : holder.getSocket();
        }

        /** Resets the socket timeout while the connection is not in use. */
        @Override
        public void passivate() {
            super.setSocketTimeout(Timeout.ZERO_MILLISECONDS);
        }

        @Override
        public void activate() {
            super.setSocketTimeout(timeout);
        }

        @Override
        public void setSocketTimeout(Timeout limit) {
            timeout = limit;
            super.setSocketTimeout(limit);
        }
    }
}

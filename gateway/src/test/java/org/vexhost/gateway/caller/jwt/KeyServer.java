package org.vexhost.gateway.caller.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An issuer that publishes its keys, or does not, by https, with a certificate of its own. */
final class KeyServer implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String HOST = "localhost";

    private final HttpsServer server;
    private final SSLContext tls;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile HttpHandler answer = exchange -> send(exchange, 404, new byte[0]);

    private KeyServer(HttpsServer server, SSLContext tls) {
        this.server = server;
        this.tls = tls;
    }

    /** Starts one whose key store is in a folder. */
    static KeyServer start(Path folder) throws Exception {
        SSLContext tls = tls(keys(folder.resolve("server.p12")));
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        KeyServer started = new KeyServer(server, tls);
        server.setExecutor(started.threads);
        server.createContext("/", started::handle);
        server.start();
        return started;
    }

    private static Path keys(Path store) throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=" + HOST,
                                "-ext",
                                "san=dns:" + HOST,
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS), "keytool does not end");
        assertEquals(0, keytool.exitValue());
        return store;
    }

    private static SSLContext tls(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Trusts this server, and follows no redirects. */
    HttpClient client() {
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    String url() {
        return "https://" + HOST + ":" + server.getAddress().getPort() + "/keys";
    }

    /** How many requests came so far. */
    int requests() {
        return requests.get();
    }

    /** From now on it answers this. */
    void answer(int status, byte[] body) {
        answer = exchange -> send(exchange, status, body);
    }

    /** From now on it leads elsewhere. */
    void redirect(String location) {
        answer =
                exchange -> {
                    exchange.getResponseHeaders().add("Location", location);
                    send(exchange, 302, new byte[0]);
                };
    }

    /** From now on it answers at once, and never comes to an end. */
    void trickle() {
        answer =
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (OutputStream out = exchange.getResponseBody()) {
                        while (true) {
                            out.write(' ');
                            out.flush();
                            TimeUnit.MILLISECONDS.sleep(20);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            answer.handle(exchange);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

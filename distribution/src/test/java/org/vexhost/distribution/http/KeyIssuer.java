package org.vexhost.distribution.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Issues signed tokens, and publishes its keys by https. By the JDK alone: not what is tested. */
final class KeyIssuer implements AutoCloseable {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpsServer server;
    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();

    private KeyIssuer(HttpsServer server) {
        this.server = server;
    }

    static KeyIssuer start(SSLContext tls) throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        KeyIssuer issuer = new KeyIssuer(server);
        server.createContext("/keys", issuer::publish);
        server.start();
        return issuer;
    }

    String url() {
        return "https://localhost:" + server.getAddress().getPort() + "/keys";
    }

    /** How often the keys were asked for. */
    int requests() {
        return requests.get();
    }

    /** Makes a key and publishes it. */
    void addKey(String id) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys.put(id, generator.generateKeyPair());
    }

    /** A token of claims, in JSON, by one of the keys. */
    String sign(String id, String claims) throws GeneralSecurityException {
        KeyPair key = keys.get(id);
        if (key == null) {
            throw new IllegalArgumentException(id);
        }
        String signed =
                encode("{\"alg\": \"ES256\", \"kid\": \"%s\"}".formatted(id))
                        + "."
                        + encode(claims);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private void publish(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        StringBuilder set = new StringBuilder();
        keys.forEach(
                (id, pair) -> {
                    ECPublicKey key = (ECPublicKey) pair.getPublic();
                    set.append(set.isEmpty() ? "" : ",")
                            .append("{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"" + id)
                            .append("\",\"x\":\"" + coordinate(key.getW().getAffineX()))
                            .append("\",\"y\":\"" + coordinate(key.getW().getAffineY()))
                            .append("\"}");
                });
        byte[] body = ("{\"keys\":[" + set + "]}").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int count = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - count, fixed, 32 - count, count);
        return BASE64.encodeToString(fixed);
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

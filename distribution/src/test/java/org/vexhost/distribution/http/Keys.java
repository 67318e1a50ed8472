package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates in a folder, made by the JDK's own tool. */
final class Keys {

    static final String PASSWORD = "changeit";

    private final Path folder;

    Keys(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Makes a key with a certificate that it signs itself, in NAME.p12. */
    Path make(String name, String subject) throws IOException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                subject,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keystore",
                store.toString());
        return store;
    }

    /** Puts the certificates of some into a store that trusts them. */
    Path trust(String store, String... names) throws IOException, InterruptedException {
        Path trusted = folder.resolve(store + ".p12");
        for (String name : names) {
            Path certificate = folder.resolve(name + ".crt");
            keytool(
                    "-exportcert",
                    "-alias",
                    name,
                    "-file",
                    certificate.toString(),
                    "-keystore",
                    folder.resolve(name + ".p12").toString());
            keytool(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    name,
                    "-file",
                    certificate.toString(),
                    "-keystore",
                    trusted.toString());
        }
        return trusted;
    }

    private static void keytool(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(words));
        line.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "keytool does not end");
        assertEquals(0, process.exitValue(), line::toString);
    }

    /** A client that trusts one, and shows the certificate of another if it has one. */
    HttpClient client(String server, Optional<String> own, HttpClient.Version version)
            throws IOException, GeneralSecurityException {
        KeyManager[] keys = own.isPresent() ? managers(own.get()) : null;
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(server));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .version(version)
                .connectTimeout(HttpHost.PATIENCE)
                .build();
    }

    /** A server that has the key of one. */
    SSLContext server(String name) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers(name), null, null);
        return context;
    }

    private KeyManager[] managers(String name) throws IOException, GeneralSecurityException {
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(load(name), PASSWORD.toCharArray());
        return factory.getKeyManagers();
    }

    private KeyStore load(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}

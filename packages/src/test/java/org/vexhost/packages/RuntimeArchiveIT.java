package org.vexhost.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.packages.Programs.Reply;

@DisplayName("The archive with a Java runtime")
class RuntimeArchiveIT {

    private static final String PASSWORD = "changeit";

    @TempDir private static Path folder;
    private static Path product;
    private static Form form;

    @BeforeAll
    static void unpack() throws Exception {
        Path archive = Packages.one("vexhost-*-linux-*.tar.gz");
        Programs.must(List.of("tar", "xzf", archive.toString(), "-C", folder.toString()));
        product = folder.resolve("vexhost-" + Packages.VERSION);
        form =
                new Form(
                        List.of(product.resolve("bin/vexhost").toString()),
                        Map.of(
                                "PATH", Programs.path(folder.resolve("path")),
                                "VEXHOST_CACHE", folder.resolve("cache").toString()),
                        folder.resolve("home"),
                        folder.resolve("home").toString(),
                        product.resolve("runtime"),
                        false);
    }

    @Test
    void servesWithoutAJdk() throws Exception {
        Life.isLived(form, product, folder.resolve("out"));
    }

    @Test
    void runsProgramsWithoutAHost() throws Exception {
        String echo = product.resolve("examples/echo/echo.wasm").toString();
        Reply said = Programs.run(form.environment(), List.of(form.program().get(0), "--version"));
        assertTrue(said.printed().startsWith("vexhost " + Packages.VERSION), said::toString);
        Reply metered =
                Programs.run(
                        form.environment(),
                        List.of(
                                form.program().get(0),
                                "meter",
                                echo,
                                folder.resolve("metered.wasm").toString()));
        assertEquals(0, metered.status(), metered::toString);
        assertTrue(Files.size(folder.resolve("metered.wasm")) > 0);
    }

    @Test
    void hasTheModulesThatBundlesTlsAndDiagnosisNeed() throws Exception {
        Form secure =
                form.withHome(folder.resolve("secure"))
                        .with("VEXHOST_CACHE", "")
                        .with("VEXHOST_JAVA_OPTS", "-Dcom.sun.management.jmxremote");
        Path keys = Files.createDirectories(secure.home().resolve("etc")).resolve("host.p12");
        must(
                secure,
                "keytool",
                List.of(
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-alias",
                        "host",
                        "-dname",
                        "CN=host",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-keystore",
                        keys.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD));
        int port = freePort();
        Files.writeString(
                secure.home().resolve("etc/org.vexhost.http.cfg"),
                "port = %d%ntls.keyStore = etc/host.p12%ntls.keyStorePassword = %s%n"
                        .formatted(port, PASSWORD));
        try (PackagedHost host = PackagedHost.start(secure, folder.resolve("secure.out"))) {
            assertEquals(200, healthStatus(port, keys));
            List<String> bundles = host.command("shell", "lb").printed().lines().toList();
            assertTrue(bundles.size() > 30, bundles::toString);
            assertTrue(
                    bundles.stream().noneMatch(line -> line.matches(".*\\|(Installed|Starting).*")),
                    bundles::toString);
            Reply doctor = host.command("doctor");
            assertEquals(0, doctor.status(), doctor::printed);
            String pid = Long.toString(host.pid());
            String agent = must(secure, "jcmd", List.of(pid, "ManagementAgent.status"));
            assertTrue(agent.contains("enabled"), agent);
            String recording = must(secure, "jcmd", List.of(pid, "JFR.start"));
            assertTrue(recording.contains("Started recording"), recording);
            host.terminate();
        }
        String authorities =
                must(secure, "keytool", List.of("-list", "-cacerts", "-storepass", PASSWORD));
        assertFalse(authorities.contains("contains 0 entries"), authorities);
    }

    private static String must(Form form, String program, List<String> words) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(form.runtime().resolve("bin").resolve(program).toString());
        line.addAll(words);
        Reply reply = Programs.run(form.environment(), line);
        assertEquals(0, reply.status(), reply::printed);
        return reply.printed();
    }

    private static int healthStatus(int port, Path keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            trusted.load(in, PASSWORD.toCharArray());
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        HttpClient client = HttpClient.newBuilder().sslContext(context).build();
        return client.send(
                        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/healthz"))
                                .timeout(Duration.ofMinutes(1))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

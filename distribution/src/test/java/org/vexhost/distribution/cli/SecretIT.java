package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess.Reply;

@DisplayName("A tool whose requests carry a secret")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretIT {

    private static final String FIRST = "first-key/0123456789+a";
    private static final String RENEWED = "renewed-key/0123456789+b";

    private final List<String> keys = new CopyOnWriteArrayList<>();

    @TempDir static Path folder;
    private HostProcess host;
    private HttpServer server;
    private String origin;

    @BeforeAll
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String key =
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
                    keys.add(key);
                    byte[] body = echo(key.replace("Bearer ", "")).getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.getResponseHeaders().set("X-Got", key);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        origin = "http://127.0.0.1:" + server.getAddress().getPort();
        host = HostProcess.start(folder.resolve("home"));
    }

    @AfterAll
    void stop() {
        host.close();
        server.stop(0);
    }

    private static List<String> forms(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        // What holds bits of the key alone; a character behind it holds those of a neighbour, too.
        int whole = 8 * bytes.length / 6;
        return List.of(
                key,
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                Base64.getEncoder().encodeToString(bytes).substring(0, whole),
                Base64.getUrlEncoder().encodeToString(bytes).substring(0, whole),
                key.replace("/", "%2F").replace("+", "%2B"),
                key.replace("/", "\\/"));
    }

    private static String echo(String key) {
        List<String> forms = forms(key);
        StringBuilder json = new StringBuilder("{\"n\": " + forms.size());
        for (int i = 0; i < forms.size(); i++) {
            json.append(", \"form%d\": \"%s\"".formatted(i, forms.get(i)));
        }
        return json.append('}').toString();
    }

    private void keep(String value) throws IOException {
        Path secrets = host.home().etc().resolve("secrets");
        Files.createDirectories(secrets);
        Path file = Files.writeString(secrets.resolve("new"), value + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.move(file, secrets.resolve("API_KEY"), StandardCopyOption.REPLACE_EXISTING);
    }

    private void assertHides(String what, String text) {
        for (String key : List.of(FIRST, RENEWED)) {
            for (String form : forms(key)) {
                assertFalse(text.contains(form), () -> what + " holds " + form + "\n" + text);
            }
        }
    }

    private Reply shell(String command) throws IOException {
        Reply reply = host.shell(command);
        assertHides(command, reply.out() + reply.err());
        return reply;
    }

    @Test
    void getsItsAnswerAndNobodySeesTheSecret() throws Exception {
        keep(FIRST);
        host.deploy(
                HostProcess.EXAMPLES.resolve("network/json-api/json-api.wasm"), "json-api.wasm");
        host.write(
                "json-api.tool.json",
                HostProcess.descriptor(
                        "json-api",
                        "1.0.0",
                        ", \"capabilities\": {\"network\": [\""
                                + origin
                                + "\"]}, \"secrets\": [\"API_KEY\"]"));
        String ask = "{\"url\":\"" + origin + "/\"}";
        assertEquals("API_KEY", shell("vex:secret list").out().strip());
        Reply blocked =
                host.awaitCall("json-api", ask, answer -> answer.err().contains("secret API_KEY"));
        assertEquals(5, blocked.status(), blocked.toString());
        String network = "vex:grant json-api network %s 127.0.0.1/32".formatted(origin);
        assertEquals(0, shell(network).status());
        String reason = shell("vex:tools").out().replaceAll("\\s+", " ");
        assertTrue(
                reason.contains(
                        "vex:grant json-api secret API_KEY --origin ORIGIN --header HEADER"),
                reason);
        assertEquals(
                0,
                shell("vex:grant json-api secret API_KEY --origin http://other.test --header x-key")
                        .status());
        Reply elsewhere = host.awaitCall("json-api", ask);
        assertTrue(elsewhere.out().contains("\"errorCode\":-12"), elsewhere.toString());
        assertEquals(List.of(), keys);
        String hint =
                "vex:grant json-api secret API_KEY --origin %s --header authorization"
                        .formatted(origin);
        assertTrue(
                shell("vex:denials json-api").out().replaceAll("\\s+", " ").contains(hint), hint);

        assertEquals(0, shell(hint).status());
        Reply first = host.call("json-api", ask);
        assertEquals(0, first.status(), first.toString());
        assertTrue(first.out().contains("\"status\":200"), first.toString());
        assertTrue(
                first.out().contains("\"form0\":\"" + "*".repeat(FIRST.length()) + "\""),
                first.toString());
        assertHides("result", first.out() + first.err());

        keep(RENEWED);
        Reply second = host.call("json-api", ask);
        assertHides("result", second.out() + second.err());
        assertEquals(List.of("Bearer " + FIRST, "Bearer " + RENEWED), keys);

        for (String command :
                List.of(
                        "vex:secret list",
                        "vex:grants json-api",
                        "vex:grants --json json-api",
                        "vex:describe json-api",
                        "vex:denials --json json-api",
                        "vex:stats --json")) {
            assertEquals(0, shell(command).status(), command);
        }
        assertTrue(
                shell("vex:grants json-api").out().contains("secret API_KEY --origin " + origin));
        assertEquals(0, shell("vex:revoke json-api secret API_KEY").status());
        assertEquals(5, host.call("json-api", ask).status());
        assertEquals(2, keys.size());
        List<String> trust = host.awaitLog("revoked secret API_KEY");
        assertFalse(trust.isEmpty());
        assertHides("output", host.printed());
        searchHome();
    }

    /** Logs, journal, grants, data: all but the file of the secret itself. */
    private void searchHome() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(host.home().root())) {
            files =
                    all.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith("secrets/API_KEY"))
                            .toList();
        }
        assertTrue(files.contains(host.logFile()), files.toString());
        for (Path file : files) {
            assertHides(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }
}

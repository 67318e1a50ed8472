package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Json;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.host.HostHome;

@DisplayName("The commands for an operator in trouble")
class DoctorIT {

    private static final Pattern TOKEN = Pattern.compile("vex_[A-Za-z0-9_-]{16,}");

    @TempDir Path folder;

    private static Reply doctor(Path home, String... more)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("doctor", "--home", home.toString()));
        words.addAll(List.of(more));
        return HostProcess.command(words.toArray(String[]::new));
    }

    private static void writePrivately(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Path ignored =
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(file, ignored);
    }

    @Test
    void findNothingWrongWhereNoHostHasRunYet() throws Exception {
        Path home = folder.resolve("home");
        Reply reply = doctor(home);
        assertEquals(0, reply.status(), reply::toString);
        assertTrue(reply.out().contains("\nok: folders: the home does not exist; "), reply.out());
        assertTrue(reply.out().contains("healthy: yes [problems: 0, "), reply.out());
        assertEquals("", reply.err());
        assertFalse(Files.exists(home));
    }

    @Test
    void sayWhatToDoAboutAPortThatIsTaken() throws Exception {
        Path home = folder.resolve("home");
        Path settings = home.resolve("etc/org.vexhost.http.cfg");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            writePrivately(settings, "port = %d%n".formatted(port));
            Reply reply = doctor(home);
            assertEquals(1, reply.status(), reply::toString);
            List<String> problems =
                    reply.out().lines().filter(line -> line.startsWith("problem: ")).toList();
            assertEquals(1, problems.size(), reply.out());
            String problem = problems.get(0);
            assertTrue(
                    problem.startsWith(
                            "problem: ports: 127.0.0.1:%d (port) cannot be opened ["
                                    .formatted(port)),
                    problem);
            assertTrue(
                    problem.contains(
                            "] ['%s']; 'ss -ltnp sport = :%d' shows which process has it; "
                                    .formatted(settings, port)),
                    problem);
        }
        Reply later = doctor(home);
        assertEquals(0, later.status(), later::toString);
    }

    @Test
    void seeAHostThatRunsAndOneThatHangs() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            String ignored = host.awaitShell("vex:tools", out -> !out.isEmpty());
            Path home = host.home().root();
            Reply reply = doctor(home);
            assertEquals(0, reply.status(), reply::toString);
            assertTrue(
                    reply.out()
                            .contains(
                                    "ok: host: runs and is ready (process: %d, "
                                            .formatted(host.pid())),
                    reply.out());
            assertTrue(reply.out().contains("['the running host']"), reply.out());

            Reply json = doctor(home, "--json");
            assertEquals(0, json.status(), json::toString);
            assertEquals(1, json.out().lines().count());
            assertTrue(Json.parse(json.out()).text().startsWith("{\"healthy\":true,"), json.out());

            signal(host, "STOP");
            try {
                Reply hung = doctor(home);
                assertEquals(1, hung.status(), hung::toString);
                assertTrue(
                        hung.out()
                                .contains(
                                        "problem: host: process %d runs a host that does not answer ["
                                                .formatted(host.pid())),
                        hung.out());
            } finally {
                signal(host, "CONT");
            }
        }
    }

    private static void signal(HostProcess host, String name) throws Exception {
        Reply reply =
                HostProcess.execute("", List.of("kill", "-" + name, Long.toString(host.pid())));
        assertEquals(0, reply.status(), reply::toString);
    }

    @Test
    void writeNoSupportFileOverAnotherOne() throws Exception {
        Path file = Files.writeString(folder.resolve("mine.zip"), "mine");
        String home = folder.resolve("home").toString();
        Reply reply = HostProcess.command("support", "--home", home, "--output", file.toString());
        assertEquals(1, reply.status(), reply::toString);
        assertEquals(
                "vexhost: '%s' exists; name another file by --output".formatted(file), reply.err());
        assertEquals("mine", Files.readString(file));
        Path other = folder.resolve("other.zip");
        Reply written =
                HostProcess.command("support", "--home", home, "--output", other.toString());
        assertEquals(0, written.status(), written::toString);
        assertTrue(entries(other).containsKey("vexhost-support/doctor.txt"));
    }

    /** A command that copies its arguments to standard error. */
    private static byte[] talkative() throws IOException {
        byte[] module = Files.readAllBytes(HostProcess.HOSTILE.resolve("command-echo.wasm"));
        // The call fd_write(1, 0, 1, 8), as it is encoded.
        String call =
                HexFormat.of().formatHex(new byte[] {0x41, 1, 0x41, 0, 0x41, 1, 0x41, 8, 0x10, 0});
        String text = HexFormat.of().formatHex(module);
        int at = text.indexOf(call);
        assertTrue(at > 0 && at % 2 == 0 && at == text.lastIndexOf(call));
        module[at / 2 + 1] = 2;
        return module;
    }

    @Test
    void leaveSecretsOutOfTheSupportFile() throws Exception {
        Map<String, String> planted = new LinkedHashMap<>();
        for (String place :
                List.of(
                        "secret file",
                        "key store password",
                        "commented password",
                        "unknown setting",
                        "foreign setting",
                        "foreign line",
                        "variable of host",
                        "token of host",
                        "variable of command",
                        "token of command",
                        "option of host",
                        "console",
                        "argument",
                        "stored file")) {
            planted.put(place, "planted/" + place.replace(' ', '-') + "+x1");
        }
        HostHome home = new HostHome(folder.resolve("home"));
        prepare(home, planted);
        List<String> environment =
                List.of(
                        "env",
                        "SOME_VARIABLE=" + planted.get("variable of host"),
                        "SOME_TOKEN=" + planted.get("token of host"));
        try (HostProcess host =
                HostProcess.start(
                        home.root(),
                        "-Dsome.option=" + planted.get("option of host"),
                        environment)) {
            Reply added = host.shell("vex:caller add alice --role=operator");
            Matcher token = TOKEN.matcher(added.out());
            assertTrue(token.find(), added::toString);
            planted.put("token", token.group());

            plantInTools(host, planted);
            Path file = folder.resolve("support.zip");
            Reply reply =
                    HostProcess.execute(
                            "",
                            List.of(
                                    "env",
                                    "OTHER_VARIABLE=" + planted.get("variable of command"),
                                    "OTHER_TOKEN=" + planted.get("token of command"),
                                    HostProcess.script(),
                                    "support",
                                    "--home",
                                    home.root().toString(),
                                    "--output",
                                    file.toString()));
            assertEquals(0, reply.status(), reply::toString);
            assertTrue(reply.out().startsWith("'" + file + "' is written; "), reply.out());
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            Map<String, String> entries = entries(file);
            assertIsUseful(entries);
            planted.forEach((place, text) -> assertHasNot(entries, place, text));
        }
    }

    private static void prepare(HostHome home, Map<String, String> planted) throws IOException {
        Path etc = home.etc();
        writePrivately(etc.resolve("org.vexhost.engine.cfg"), "warmUp=false\n");
        writePrivately(
                etc.resolve("org.vexhost.http.cfg"),
                "maxBodyBytes = 1048576\ntls.keyStorePassword = %s\n"
                                .formatted(planted.get("key store password"))
                        + "#tls.trustStorePassword = %s\nother = %s\n"
                                .formatted(
                                        planted.get("commented password"),
                                        planted.get("unknown setting")));
        writePrivately(
                etc.resolve("org.example.bank.cfg"),
                "card = %s\n%s\n"
                        .formatted(planted.get("foreign setting"), planted.get("foreign line")));
        writePrivately(etc.resolve("secrets/API_KEY"), planted.get("secret file") + "\n");
        writePrivately(
                home.logs().resolve("console.log"),
                "Picked up JAVA_TOOL_OPTIONS: -Dx=%s\n".formatted(planted.get("console")));
        writePrivately(home.data().resolve("talkative/state"), planted.get("stored file"));
    }

    /** Lets the host log and show what must not leave it, so that there is something to remove. */
    private static void plantInTools(HostProcess host, Map<String, String> planted)
            throws Exception {
        Files.write(host.home().tools().resolve("talkative.wasm"), talkative());
        host.write(
                "talkative.tool.json",
                HostProcess.descriptor("talkative", "1.0.0", ", \"abi\": \"command\""));
        host.awaitTools("talkative");
        Reply ignored =
                host.awaitCall(
                        "talkative",
                        "{\"a\": \"%s\"}".formatted(planted.get("argument")),
                        reply -> reply.status() == 1);
        List<String> logged = host.awaitLog(planted.get("argument"));
        assertTrue(logged.get(0).contains(" vexhost.tool.talkative - "), logged::toString);

        // A value of the wrong kind is quoted in the reason.
        Files.write(host.home().tools().resolve("bad.wasm"), talkative());
        host.write(
                "bad.tool.json",
                HostProcess.descriptor(
                        "bad",
                        "1.0.0",
                        ", \"limits\": \"%s\"".formatted(planted.get("secret file"))));
        List<String> rejected = host.awaitLog(planted.get("secret file"));
        assertTrue(rejected.get(0).contains(" org.vexhost."), rejected::toString);
        assertTrue(host.logFile().startsWith(host.home().logs()));
    }

    private static void assertIsUseful(Map<String, String> entries) {
        String folder = "vexhost-support/";
        for (String name :
                List.of(
                        "README.txt",
                        "doctor.json",
                        "doctor.txt",
                        "versions.txt",
                        "files.txt",
                        "configuration/org.vexhost.http.cfg",
                        "configuration/org.example.bank.cfg",
                        "logs/vexhost.log",
                        "logs/audit.log",
                        "logs/console.log",
                        "host/status.txt",
                        "host/tools.txt",
                        "host/stats.txt",
                        "host/threads.txt",
                        "host/bundles.txt")) {
            String text = entries.getOrDefault(folder + name, "");
            assertFalse(text.isBlank(), () -> name + " is not among " + entries.keySet());
            assertFalse(text.contains("no answer ["), () -> name + ": " + text);
        }
        String log = entries.get(folder + "logs/vexhost.log");
        assertTrue(log.contains(" vexhost.tool.talkative - <left out>"), log);
        assertTrue(log.contains(" org.vexhost.loader.tools - "), log);
        String tools = entries.get(folder + "host/tools.txt");
        assertTrue(tools.contains("talkative") && tools.contains("bad"), tools);
        assertEquals(
                """
                maxBodyBytes = 1048576
                tls.keyStorePassword = <left out>
                # and 1 that Vexhost does not have <left out>
                """,
                entries.get(folder + "configuration/org.vexhost.http.cfg"));
    }

    private static void assertHasNot(Map<String, String> entries, String place, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        for (String form : List.of(text, text.replace("/", "\\/"), encoded)) {
            entries.forEach(
                    (name, content) -> {
                        assertFalse(name.contains(form), () -> name + " names the " + place);
                        assertFalse(
                                content.contains(form),
                                () -> name + " has the " + place + ":\n" + content);
                    });
        }
    }

    /** Each character of a text is a byte of the entry. */
    private static Map<String, String> entries(Path zip) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(
                        entry.getName(),
                        new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return entries;
    }
}

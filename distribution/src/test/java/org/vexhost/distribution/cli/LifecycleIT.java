package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess.Reply;

@DisplayName("A host process")
class LifecycleIT {

    /** What {@code drainTimeoutMillis} is by default. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    @TempDir Path folder;

    @Test
    void refusesAHomeThatIsInUse() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            Reply second = HostProcess.command("run", "--home", host.home().root().toString());
            assertEquals(1, second.status());
            assertEquals(
                    "vexhost: home '%s' is in use by another host [process %d]"
                            .formatted(host.home().root(), host.process().pid()),
                    second.err());
            assertEquals(0, host.shell("echo still here").status());
        }
    }

    @Test
    void keepsOtherUsersOut() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name"))
                        && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "only root can become another user");
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(host.home().run())));
            // Everything but run/ is opened, so that run/ alone is what keeps them out.
            for (Path at = host.home().root(); at != null; at = at.getParent()) {
                if (!at.equals(at.getRoot())) {
                    var mode = Files.getPosixFilePermissions(at);
                    mode.addAll(PosixFilePermissions.fromString("--x--x--x"));
                    Files.setPosixFilePermissions(at, mode);
                }
            }
            Reply reply =
                    HostProcess.execute(
                            "",
                            List.of(
                                    "/usr/bin/setpriv",
                                    "--reuid=65534",
                                    "--regid=65534",
                                    "--clear-groups",
                                    "/bin/sh",
                                    "-c",
                                    "VEXHOST_CACHE= exec \"$0\" \"$@\"",
                                    HostProcess.script(),
                                    "status",
                                    "--home",
                                    host.home().root().toString()));
            assertEquals(6, reply.status(), reply::toString);
            assertEquals("", reply.out());
            assertEquals(
                    "vexhost: home '%s' is not yours to reach, it belongs to user 'root'; run this"
                                    .formatted(host.home().root())
                            + " as that user, for example with 'sudo -u root vexhost …'",
                    reply.err());
            assertEquals(0, host.shell("echo still here").status());
        }
    }

    @Test
    void answersOnAHomeWhosePathIsTooLongForASocket() throws Exception {
        Path home =
                Files.createDirectories(folder.resolve("a-long-name-".repeat(12))).resolve("home");
        try (HostProcess host = HostProcess.start(home)) {
            Reply reply = HostProcess.command("status", "--home", home.toString());
            assertEquals(0, reply.status(), reply::err);
            assertTrue(reply.out().contains("process: " + host.process().pid()), reply::out);
        }
    }

    @Test
    void drainsWhenItIsTerminatedAnswersItsLastCallAndEndsWithStatusZero() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            host.deployExample("echo");
            host.awaitCall("echo", "{}");
            host.deployModule(
                    "busy", Files.readAllBytes(HostProcess.HOSTILE.resolve("loop-br.wasm")));
            host.write(
                    "busy.tool.json",
                    HostProcess.descriptor(
                            "busy",
                            "1.0.0",
                            ", \"limits\": {\"maxFuel\": 1000000000000, \"timeout\": \"PT9M\"}"));
            host.awaitTools("busy ACTIVE");
            CompletableFuture<Reply> call = host.callLater("busy", "{}");
            host.awaitCallRuns("busy");
            long start = System.nanoTime();
            host.terminate();

            Reply refused = host.awaitCall("echo", "{}", reply -> reply.status() != 0);
            assertTrue(refused.err().startsWith("UNAVAILABLE/DRAINING: "), refused::toString);

            Reply last = call.get(60, TimeUnit.SECONDS);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(last.err().startsWith("UNAVAILABLE/DRAINING: "), last::toString);
            assertTrue(took.compareTo(DRAIN) >= 0, took::toString);
            assertEquals(0, host.awaitEnd());
            assertFalse(Files.exists(host.home().socket()));
            String log = host.log();
            assertEquals(2, log.split("vexhost has stopped", -1).length, log);
        }
    }

    @Test
    void comesBackWithItsToolsAfterItWasKilled() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            host.deployExample("echo");
            host.awaitCall("echo", "{}");

            host.kill();
            assertTrue(Files.exists(host.home().socket()), "a killed host cleans nothing");
            assertEquals(6, host.call("echo", "{}").status());

            host.restart();
            assertEquals(0, host.awaitCall("echo", "{}").status());
        }
    }

    @Test
    void startsInTheBackgroundWhateverTheUmaskAndSaysWhyItDoesNot() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> start =
                List.of(
                        "/bin/sh",
                        "-c",
                        "umask 000; exec \"$0\" \"$@\"",
                        HostProcess.script(),
                        "start",
                        "--home",
                        home.toString());
        Reply reply = HostProcess.execute("", start);
        try {
            assertEquals(0, reply.status(), reply::err);
            assertTrue(
                    reply.out()
                            .matches(
                                    "vexhost \\S+ is ready on '%s' \\[process \\d+\\]"
                                            .formatted(home)),
                    reply::out);
            assertEquals(0, HostProcess.command("status", "--home", home.toString()).status());
            try (Stream<Path> all = Files.walk(home)) {
                for (Path path : all.filter(each -> !each.equals(home)).toList()) {
                    String mode =
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                    assertTrue(mode.endsWith("------"), () -> path + " " + mode);
                }
            }
            Reply again = HostProcess.execute("", start);
            assertEquals(
                    new Reply(1, "", "vexhost: a host already runs on home '%s'".formatted(home)),
                    again);
        } finally {
            assertEquals(0, HostProcess.command("stop", "--home", home.toString()).status());
        }
        Files.writeString(home.resolve("etc/logback.xml"), "not XML");
        Reply broken = HostProcess.execute("", start);
        assertEquals(1, broken.status());
        assertTrue(
                broken.err().startsWith("vexhost: logging cannot be configured from "),
                broken::err);
    }

    @Test
    void endsQuietlyWhenItIsToldToEndWhileItStarts() throws Exception {
        for (int delayMillis : new int[] {150, 400, 700, 1_000, 1_500, 2_200}) {
            Path home = folder.resolve("home-" + delayMillis);
            Path out = folder.resolve("out-" + delayMillis);
            Process process =
                    new ProcessBuilder(
                                    HostProcess.script(),
                                    "run",
                                    "--no-console",
                                    "--home",
                                    home.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            boolean ended = process.waitFor(delayMillis, TimeUnit.MILLISECONDS);
            assertFalse(ended, () -> "it ended by itself");
            process.destroy();
            assertTrue(process.waitFor(HostProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            String printed = Files.readString(out);
            if (EarlyEnd.was(process.exitValue(), printed)) {
                continue;
            }
            assertTrue(
                    process.exitValue() == 0 || process.exitValue() == 143,
                    () -> "%d ms: %d %s".formatted(delayMillis, process.exitValue(), printed));
            assertTrue(
                    printed.isEmpty() || printed.matches("vexhost \\S+ is ready on '.*'\n"),
                    printed);
        }
    }

    @Test
    void startsFasterWithAnArchiveOfClassesAndStartsWithADamagedOne() throws Exception {
        Path cache = folder.resolve("cache");
        List<String> prefix = List.of("env", "VEXHOST_CACHE=" + cache);
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/org.vexhost.engine.cfg"), "warmUp=false\n");
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "processes cannot be looked at");
        try (HostProcess host = HostProcess.start(home, "", prefix)) {
            assertTrue(line(host).contains("-XX:ArchiveClassesAtExit="), line(host));
            host.terminate();
            assertEquals(0, host.awaitEnd());

            host.restart();
            assertTrue(line(host).contains("-XX:SharedArchiveFile="), line(host));
            host.terminate();
            assertEquals(0, host.awaitEnd());

            try (Stream<Path> files = Files.list(cache)) {
                for (Path file : files.filter(each -> each.toString().endsWith("jsa")).toList()) {
                    byte[] whole = Files.readAllBytes(file);
                    Files.delete(file);
                    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString("rw-------"));
                }
            }
            host.restart();
            assertFalse(line(host).contains("-XX:SharedArchiveFile="), line(host));
        }
    }

    private static String line(HostProcess host) throws IOException {
        return Files.readString(Path.of("/proc/" + host.pid() + "/cmdline"));
    }

    @Test
    void saysWhatIsMissingWhenItCannotStart() throws Exception {
        Path copy = folder.resolve("vexhost");
        HostProcess.execute(
                "", List.of("cp", "-r", HostProcess.DISTRIBUTION.toString(), copy.toString()));
        try (var jars = Files.newDirectoryStream(copy.resolve("system"), "vexhost-wasi-host-*")) {
            for (Path jar : jars) {
                Files.delete(jar);
            }
        }
        Reply reply =
                HostProcess.execute(
                        "",
                        List.of(
                                copy.resolve("bin/vexhost").toString(),
                                "run",
                                "--home",
                                folder.resolve("home").toString()));
        assertEquals(1, reply.status());
        assertTrue(
                reply.err()
                        .contains(
                                "lacks its reference 'hostModules'"
                                        + " [org.vexhost.sandbox.spi.HostModule]"),
                reply::err);
        assertFalse(reply.err().contains("\tat "), reply::err);
    }
}

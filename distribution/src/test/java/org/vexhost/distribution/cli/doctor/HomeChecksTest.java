package org.vexhost.distribution.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.host.HostHome;

@DisplayName("The doctor finds in a home")
class HomeChecksTest {

    private static final SeenHost RUNNING =
            new SeenHost(OptionalLong.of(7), List.of("process: 7", "ready: yes"), "");

    @TempDir private Path folder;
    private final List<DoctorFinding> found = new ArrayList<>();
    private HostHome home;

    @BeforeEach
    void makeHome() throws IOException {
        home = new HostHome(folder.resolve("home"));
        for (Path each :
                List.of(
                        home.root(),
                        home.etc(),
                        home.grants(),
                        home.data(),
                        home.logs(),
                        home.run(),
                        home.tools(),
                        home.bundles())) {
            change(Files.createDirectory(each), "rwx------");
        }
    }

    private static Path change(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private DoctorFinding only() {
        assertEquals(1, found.size(), found::toString);
        return found.remove(0);
    }

    private void checkOwners(boolean isRunning) throws IOException {
        new OwnerCheck(isRunning).check(home, found::add);
    }

    @Test
    void nothingWhereAllIsAsAStartLeavesIt() throws Exception {
        new FolderCheck().check(home, found::add);
        assertTrue(only().line().startsWith("ok: folders: user '"));
        checkOwners(true);
        assertTrue(only().line().startsWith("ok: owners: "));
    }

    @Test
    void aHomeThatDoesNotExistYet() throws Exception {
        new FolderCheck().check(new HostHome(folder.resolve("new/home")), found::add);
        assertEquals("the home does not exist; the first start creates it", only().what());
    }

    @Test
    void filesWhereFoldersShouldBe() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        new FolderCheck().check(new HostHome(file), found::add);
        assertEquals("the home is not a folder", only().what());
        new FolderCheck().check(new HostHome(file.resolve("home")), found::add);
        assertTrue(only().what().startsWith("the home does not exist, and user '"));
        Files.delete(home.logs());
        Files.writeString(home.logs(), "");
        Files.delete(home.data());
        Files.createSymbolicLink(home.data(), folder);
        new FolderCheck().check(home, found::add);
        assertEquals(
                List.of("it is a link, and a host starts only with a folder", "it is not a folder"),
                found.stream().map(DoctorFinding::what).toList());
    }

    @Test
    void openFilesOnlyWhereOthersCanReachThem() throws Exception {
        Path settings = Files.writeString(home.etc().resolve("a.cfg"), "");
        change(settings, "rw-rw-rw-");
        checkOwners(true);
        assertEquals(DoctorFinding.Severity.OK, only().severity());
        change(home.etc(), "rwxr-xr-x");
        checkOwners(true);
        DoctorFinding open = only();
        assertEquals(DoctorFinding.Severity.PROBLEM, open.severity());
        assertEquals("others can write it [rw-rw-rw-]: the host does not use it", open.what());
        assertEquals(settings.toString(), open.where());
        assertEquals("check its content, then 'chmod go-w'", open.advice());
        checkOwners(false);
        assertEquals("check its content; the next start closes it to others", only().advice());
    }

    @Test
    void secretsThatOthersCanRead() throws Exception {
        Path secrets = Files.createDirectory(home.etc().resolve("secrets"));
        change(secrets, "rwx------");
        Path secret = Files.writeString(secrets.resolve("key"), "x");
        change(secret, "rw-r-----");
        checkOwners(true);
        DoctorFinding open = only();
        assertEquals(DoctorFinding.Severity.PROBLEM, open.severity());
        assertEquals("check its content, then 'chmod go-rwx'", open.advice());
        change(secret, "rw-------");
        checkOwners(true);
        assertEquals(DoctorFinding.Severity.OK, only().severity());
    }

    @Test
    void aHomeThatAllCanWrite() throws Exception {
        change(home.root(), "rwxrwxrwx");
        checkOwners(false);
        DoctorFinding open = only();
        assertEquals(DoctorFinding.Severity.WARNING, open.severity());
        assertEquals(home.root().toString(), open.where());
    }

    @Test
    void noMoreThanTwentyOfAKind() throws Exception {
        change(home.bundles(), "rwxr-xr-x");
        for (int i = 0; i < 25; i++) {
            change(Files.writeString(home.bundles().resolve(i + ".jar"), ""), "rw-rw-rw-");
        }
        checkOwners(true);
        assertEquals(21, found.size());
        assertEquals("there are more such files", found.get(20).what());
    }

    private Path defaults() throws IOException {
        Path defaults = Files.createDirectories(folder.resolve("defaults"));
        Files.writeString(defaults.resolve("org.vexhost.host.cfg"), "# Long.\n#settleMillis = 5\n");
        return defaults;
    }

    @Test
    void filesThatCannotBeParsedWithoutQuotingThem() throws Exception {
        Path escape = home.etc().resolve("escape.cfg");
        Files.writeString(escape, "a = 1\nb = \\\n  2\nhunter2 = \\u12\n");
        Path grant = Files.writeString(home.grants().resolve("echo.json"), "{\n\"a\": hunter2,}");
        Files.writeString(home.grants().resolve("fine.json"), "{}");
        Files.writeString(home.etc().resolve("org.example.cfg"), "whatever = 1");
        Files.writeString(home.etc().resolve(".hidden.cfg"), "\\u12");
        Path latin = home.etc().resolve("latin.cfg");
        Files.write(latin, new byte[] {'a', '=', (byte) 0xe9});
        Path typed =
                Files.writeString(home.etc().resolve("typed.config"), "a=\"1\"\nhunter2 hunter2\n");
        Path number = Files.writeString(home.etc().resolve("z.config"), "a=I\"hunter2\"\n");
        new ConfigurationCheck(defaults()).check(home, found::add);
        assertEquals(
                List.of(
                        escape + ": it has an invalid escape at line 4",
                        latin + ": it is not UTF-8",
                        typed + ": it is not valid at line 2",
                        number + ": it has a value that does not fit its type",
                        grant + ": it is not valid JSON at line 2"),
                found.stream().map(each -> each.where() + ": " + each.what()).toList());
        assertFalse(found.toString().contains("hunter2"), found::toString);
    }

    @Test
    void settingsThatDoNotExistWithoutQuotingThem() throws Exception {
        Path settings =
                Files.writeString(
                        home.etc().resolve("org.vexhost.host.cfg"),
                        "#x = \\\nsettleMillis = \\\n  5\nsetleMillis = 5\nhunter2\n");
        new ConfigurationCheck(defaults()).check(home, found::add);
        assertEquals(
                List.of(
                        "line 4 sets something that does not exist (did you mean 'settleMillis'?)",
                        "line 5 sets something that does not exist"),
                found.stream().map(DoctorFinding::what).toList());
        assertEquals(settings.toString(), found.get(0).where());
        assertEquals(DoctorFinding.Severity.WARNING, found.get(0).severity());
    }

    @Test
    void noPortWhereHttpIsOff() throws Exception {
        new PortCheck(SeenHost.absent()).check(home, found::add);
        assertEquals("HTTP is off: no port is set", only().what());
    }

    @Test
    void portsThatAreTakenOrDoNotAnswer() throws Exception {
        Path file = home.etc().resolve("org.vexhost.http.cfg");
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            Files.writeString(file, "port = %d\nhost =\n".formatted(port));
            new PortCheck(SeenHost.absent()).check(home, found::add);
            DoctorFinding finding = only();
            assertEquals(DoctorFinding.Severity.PROBLEM, finding.severity());
            assertTrue(
                    finding.what()
                            .startsWith("127.0.0.1:%d (port) cannot be opened [".formatted(port)),
                    finding::line);
            assertTrue(
                    finding.advice().startsWith("'ss -ltnp sport = :%d' shows".formatted(port)),
                    finding::line);
            new PortCheck(RUNNING).check(home, found::add);
            assertEquals("127.0.0.1:%d (port) answers".formatted(port), only().what());
            SeenHost silent = new SeenHost(OptionalLong.of(7), List.of(), "no answer");
            new PortCheck(silent).check(home, found::add);
            assertEquals("not checked, since the host does not answer", only().what());
        }
        new PortCheck(RUNNING).check(home, found::add);
        assertTrue(only().what().contains(" does not answer ["));
        new PortCheck(SeenHost.absent()).check(home, found::add);
        assertEquals("127.0.0.1:%d (port) is free".formatted(port), only().what());
        // An address of the block for documentation, which no machine has.
        Files.writeString(file, "port = %d\nhost = 192.0.2.1\n".formatted(port));
        new PortCheck(SeenHost.absent()).check(home, found::add);
        assertTrue(only().advice().startsWith("this machine does not have that address"));
    }

    @Test
    void portsThatAreNone() throws Exception {
        Path file = home.etc().resolve("org.vexhost.http.cfg");
        for (String port : List.of("65536", "0", "-1", "http", "8765 # ours")) {
            Files.writeString(file, "port = " + port);
            new PortCheck(SeenHost.absent()).check(home, found::add);
            assertEquals("setting port is not a number from 1 to 65535", only().what());
        }
    }

    @Test
    void portsInATypedFile() throws Exception {
        Files.writeString(home.etc().resolve("org.vexhost.http.config"), "port=I\"70000\"\n");
        new PortCheck(SeenHost.absent()).check(home, found::add);
        assertEquals("setting port is not a number from 1 to 65535", only().what());
    }

    @Test
    void whatTheHostSaysOfItself() {
        new HostCheck(SeenHost.absent()).check(home, found::add);
        assertEquals("no host runs on this home", only().what());
        new HostCheck(RUNNING).check(home, found::add);
        assertEquals("runs and is ready (process: 7)", only().what());
        SeenHost ill =
                new SeenHost(
                        OptionalLong.of(7),
                        List.of("ready: no", "not ready: http: x", "warning: audit: y"),
                        "");
        new HostCheck(ill).check(home, found::add);
        assertEquals(
                List.of("not ready: http: x", "audit: y"),
                found.stream().map(DoctorFinding::what).toList());
        found.clear();
        new HostCheck(new SeenHost(OptionalLong.of(7), List.of(), "late")).check(home, found::add);
        DoctorFinding hung = only();
        assertEquals("process 7 runs a host that does not answer [late]", hung.what());
        assertTrue(hung.advice().contains("'kill -QUIT 7' prints its threads"), hung::line);
    }

    @Test
    void noHostWhereALockWasLeftBehind() throws Exception {
        Files.writeString(home.lock(), Long.toString(ProcessHandle.current().pid()));
        assertEquals(SeenHost.absent(), SeenHost.of(home));
        Files.writeString(home.lock(), "not a number");
        assertEquals(SeenHost.absent(), SeenHost.of(home));
    }
}

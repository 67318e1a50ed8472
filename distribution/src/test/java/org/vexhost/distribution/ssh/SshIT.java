package org.vexhost.distribution.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.vexhost.distribution.ssh.Sessions.PATIENCE;
import static org.vexhost.distribution.ssh.Sessions.await;
import static org.vexhost.distribution.ssh.Sessions.run;
import static org.vexhost.distribution.ssh.Sessions.script;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.ssh.key.JdkEdDsaRegistrar;

/** The shell of a real host over SSH. */
@DisplayName("SSH")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SshIT {

    private static final String BUNDLE = "org.vexhost.ssh";
    private static final String LIBRARY = "org.apache.sshd.";
    private static final String LISTENS = "shell is available by SSH on";

    @TempDir private static Path folder;
    private Path home;
    private Path classes;
    private int port;
    private HostProcess host;
    private SshClient client;
    private KeyPair key;
    private KeyPair second;
    private final List<String> hostKeys = new CopyOnWriteArrayList<>();

    @BeforeAll
    void start() throws Exception {
        // By default, everything is logged.
        ((Logger) LoggerFactory.getLogger("org.apache.sshd")).setLevel(Level.WARN);
        JdkEdDsaRegistrar.register();
        key = pair();
        second = pair();
        home = folder.resolve("home");
        classes = folder.resolve("classes.log");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(
                (session, address, known) -> hostKeys.add(KeyUtils.getFingerPrint(known)));
        client.start();
        host = HostProcess.start(home, "-Xlog:class+load=info:file=" + classes);
    }

    @AfterAll
    void stop() throws Exception {
        client.stop();
        host.close();
    }

    private static KeyPair pair() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private static String line(KeyPair pair, String name) {
        return PublicKeyEntry.toString(pair.getPublic()) + " " + name + "\n";
    }

    private void authorize(String lines) throws IOException {
        Path keys = home.resolve("etc/ssh/authorized_keys");
        Files.createDirectories(
                keys.getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(keys, lines);
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    }

    private void settings(String lines) throws IOException {
        Files.writeString(
                home.resolve("etc/org.vexhost.ssh.cfg"), "port = %d\n%s".formatted(port, lines));
    }

    private ClientSession connect() throws IOException {
        return client.connect("operator", "127.0.0.1", port).verify(PATIENCE).getSession();
    }

    private ClientSession signIn(KeyPair with) throws IOException {
        ClientSession session = connect();
        session.addPublicKeyIdentity(with);
        try {
            session.auth().verify(PATIENCE);
            return session;
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    private boolean canSignIn() {
        try (ClientSession session = signIn(key)) {
            return session.isAuthenticated();
        } catch (IOException e) {
            return false;
        }
    }

    private String audit() {
        try {
            return Files.readString(home.resolve("logs/audit.log"));
        } catch (IOException e) {
            return "";
        }
    }

    private void awaitAudit(String... parts) throws InterruptedException {
        await(
                () ->
                        audit().lines()
                                .anyMatch(line -> List.of(parts).stream().allMatch(line::contains)),
                () -> "no line with " + List.of(parts) + " in\n" + audit());
    }

    private String threads() {
        try {
            return HostProcess.execute(
                            "",
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                            .toString(),
                                    String.valueOf(host.pid()),
                                    "Thread.print"))
                    .out();
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    private boolean isConnected() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @Order(1)
    void isOffByDefault() throws Exception {
        assertFalse(isConnected());
        assertFalse(host.shell("felix:lb -s").out().contains(BUNDLE));
        assertFalse(Files.readString(classes).contains(LIBRARY));
        assertFalse(Files.exists(home.resolve("etc/ssh")));
        settings("enabled = false\n");
        Thread.sleep(2_500);
        assertFalse(isConnected());
        assertFalse(Files.readString(classes).contains(LIBRARY));
    }

    @Test
    @Order(2)
    void staysOffIfASettingIsInvalid() throws Exception {
        settings("enabled = true\nmaxSessions = 0\n");
        List<String> lines = host.awaitLog("org.vexhost.ssh.cfg is invalid");
        assertTrue(
                lines.get(0).contains("maxSessions is not a number from 1 to 64 ['0']"),
                lines::toString);
        assertFalse(isConnected());
    }

    @Test
    @Order(3)
    void runsACommandForAnAuthorizedKey() throws Exception {
        authorize("vexhost-caller=\"ann\" " + line(key, "x") + line(second, "bob@home"));
        settings("enabled = true\n");
        host.awaitLog(LISTENS);
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.resolve("etc/ssh/host_key"))));
        try (ClientSession session = signIn(key)) {
            Reply reply = run(session, "echo hello");
            assertEquals("hello", reply.out());
            assertEquals(0, reply.status());
            for (String command :
                    List.of("vex:describe nothing", "no:command", "exit 7", "vex:call nothing")) {
                Reply expected = host.shell(command);
                Reply seen = run(session, command);
                assertEquals(expected, seen, command);
            }
        }
        awaitAudit("ssh.signin", "\"name\":\"ann\"", KeyUtils.getFingerPrint(key.getPublic()));
        awaitAudit("ssh.signout", "\"name\":\"ann\"");
    }

    @Test
    @Order(4)
    void namesTheKeyInTheLinesOfChanges() throws Exception {
        host.deployExample("echo");
        host.awaitCall("echo", "{}");
        try (ClientSession session = signIn(second)) {
            assertEquals(0, run(session, "vex:disable echo").status());
            assertEquals(0, run(session, "vex:enable echo").status());
        }
        awaitAudit("tool.disable", "bob@home", KeyUtils.getFingerPrint(second.getPublic()));
    }

    @Test
    @Order(5)
    void refusesAnotherKeyAndAPassword() throws Exception {
        KeyPair wrong = pair();
        assertThrows(SshException.class, () -> signIn(wrong).close());
        awaitAudit("ssh.refused", KeyUtils.getFingerPrint(wrong.getPublic()), "operator");
        try (ClientSession session = connect()) {
            session.addPasswordIdentity("secret");
            SshException refused =
                    assertThrows(SshException.class, () -> session.auth().verify(PATIENCE));
            assertFalse(String.valueOf(refused.getMessage()).isEmpty());
            assertFalse(session.isAuthenticated());
        }
    }

    @Test
    @Order(6)
    void forwardsNothingAndHasNoSubsystem() throws Exception {
        try (ClientSession session = signIn(key)) {
            SshdSocketAddress any = new SshdSocketAddress("127.0.0.1", port);
            assertThrows(
                    IOException.class,
                    () -> session.createDirectTcpipChannel(any, any).open().verify(PATIENCE));
            assertThrows(
                    IOException.class,
                    () ->
                            session.startRemotePortForwarding(
                                    new SshdSocketAddress("127.0.0.1", 0), any));
            AtomicBoolean isRejected = new AtomicBoolean();
            ChannelSubsystem sftp =
                    new ChannelSubsystem("sftp") {
                        @Override
                        public void handleFailure() {
                            isRejected.set(true);
                        }
                    };
            long ignored = session.getService(ConnectionService.class).registerChannel(sftp);
            sftp.open().verify(PATIENCE);
            await(isRejected::get, () -> "the host has SFTP");
            assertEquals("still", run(session, "echo still").out());
        }
    }

    @Test
    @Order(7)
    void hasSessionsOnATerminalThatChangesItsSize() throws Exception {
        try (ClientSession session = signIn(key);
                TerminalUser person = new TerminalUser(session)) {
            person.see("help lists commands");
            person.type("echo wide-$COLUMNS\r");
            person.see("wide-91");
            person.resize(57, 20);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!person.screen().contains("wide-57")) {
                assertTrue(System.nanoTime() < end, person::screen);
                person.type("echo wide-$COLUMNS\r");
                Thread.sleep(200);
            }
            person.type("sleep 600\r");
            Thread.sleep(500);
            person.type("\u0003");
            person.type("echo after-$COLUMNS\r");
            person.see("after-57");
            person.type("\u0004");
            assertEquals(0, person.awaitExit());
        }
        Path history = home.resolve("data/shell.history");
        assertFalse(Files.exists(history) && Files.readString(history).contains("wide-"));
    }

    @Test
    @Order(8)
    void leavesNoThreadWhenAClientDisconnectsInACommand() throws Exception {
        ClientSession session = signIn(key);
        ChannelExec command = session.createExecChannel("sleep 600");
        command.open().verify(PATIENCE);
        ClientSession typing = signIn(second);
        TerminalUser person = new TerminalUser(typing);
        person.see("help lists commands");
        person.type("sleep 600\r");
        await(
                () -> threads().split("\"vexhost-ssh-session-", -1).length == 3,
                () -> "not two sessions in " + threads());
        session.close(true).await(PATIENCE);
        typing.close(true).await(PATIENCE);
        await(
                () -> !threads().contains("\"vexhost-ssh-session-"),
                () -> "a session is left: " + threads());
    }

    @Test
    @Order(9)
    void dropsClientsThatSayNothingAndServesOthersMeanwhile() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 7; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            try (ClientSession session = signIn(key)) {
                assertEquals("served", run(session, "echo served").out());
            }
            for (int i = 0; i < 4; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            host.awaitLog("too many connections by SSH are not signed in");
            for (Socket socket : silent) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.getInputStream().readAllBytes();
            }
        } catch (java.net.SocketException e) {
            // The host resets a connection for which there is no room.
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        await(this::canSignIn, () -> "nobody can sign in");
    }

    @Test
    @Order(10)
    void endsTheSessionsOfAKeyThatIsRemoved() throws Exception {
        try (ClientSession removed = signIn(second);
                ClientSession kept = signIn(key)) {
            authorize(line(key, "ann"));
            await(() -> !removed.isOpen(), () -> "the session stays open");
            assertEquals("here", run(kept, "echo here").out());
        }
        assertThrows(SshException.class, () -> signIn(second).close());
        awaitAudit("ssh.signout", "bob@home", "key is not authorized any more");
    }

    @Test
    @Order(11)
    void servesTheClientOfOpenSsh() throws Exception {
        assumeTrue(OpenSshClient.isInstalled(), "no ssh");
        OpenSshClient ssh = new OpenSshClient(folder, home, port, key);
        assertEquals("hello", ssh.run(List.of(), "echo hello").out());
        Reply unknown = ssh.run(List.of(), "vex:describe nothing");
        assertEquals(host.shell("vex:describe nothing").status(), unknown.status());
        assertEquals("pty", ssh.run(List.of("-tt"), "echo pty").out());
        Reply refused = ssh.run(List.of("-o", "PreferredAuthentications=password"), "echo no");
        assertEquals(255, refused.status());
        assertTrue(refused.err().contains("Permission denied (publickey)"), refused::err);
        Reply subsystem = ssh.run(List.of("-s"), "sftp");
        assertEquals(255, subsystem.status());
        Reply forwarded =
                ssh.run(
                        List.of("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"),
                        "echo no");
        assertEquals(255, forwarded.status());
    }

    @Test
    @Order(11)
    void interruptsACommandOnATerminalOfOpenSsh() throws Exception {
        assumeTrue(OpenSshClient.isInstalled(), "no ssh");
        Process process =
                new ProcessBuilder(
                                new OpenSshClient(folder, home, port, key)
                                        .line(List.of("-tt"), "sleep 600"))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("interrupted").toFile())
                        .start();
        try (OutputStream keys = process.getOutputStream()) {
            await(
                    () -> threads().contains("\"vexhost-ssh-session-"),
                    () -> "no session in " + threads());
            await(
                    () -> {
                        try {
                            keys.write(3);
                            keys.flush();
                            return process.waitFor(1, TimeUnit.SECONDS);
                        } catch (IOException e) {
                            return !process.isAlive();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    },
                    () -> "the command is not interrupted");
        } catch (IOException e) {
            // The client has ended, so nobody reads the last key.
        } finally {
            process.destroyForcibly();
        }
        assertEquals(130, process.waitFor());
        await(
                () -> !threads().contains("\"vexhost-ssh-session-"),
                () -> "a session is left: " + threads());
    }

    @Test
    @Order(11)
    void runsALongCommandAndAScriptUpToAMebibyte() throws Exception {
        try (ClientSession session = signIn(key)) {
            String word = "x".repeat(30_000);
            assertEquals(word, run(session, "echo " + word).out());
            assertEquals(
                    new Reply(0, "end", ""), script(session, "#".repeat(900_000) + "\necho end"));
            Reply refused = script(session, "#".repeat(1 << 20) + "\necho end");
            assertEquals("script exceeds 1048576 bytes", refused.err());
            assertEquals(2, refused.status());
        }
    }

    @Test
    @Order(12)
    void endsSessionsWithAReasonAndKeepsItsKeyOverARestart() throws Exception {
        AtomicReference<String> reason = new AtomicReference<>("");
        SessionListener listener =
                new SessionListener() {
                    @Override
                    public void sessionDisconnect(
                            Session session, int code, String text, String lang, boolean own) {
                        if (!own) {
                            reason.set(text);
                        }
                    }
                };
        try (ClientSession session = signIn(key)) {
            session.addSessionListener(listener);
            ChannelExec command = session.createExecChannel("sleep 600");
            command.open().verify(PATIENCE);
            host.process().destroy();
            int ignored = host.awaitEnd();
            await(() -> !session.isOpen(), () -> "the session stays open");
            assertEquals("host stops its shell by SSH", reason.get());
        }
        host.restart();
        await(this::canSignIn, () -> "SSH is not there after a restart");
        assertEquals(1, hostKeys.stream().distinct().count(), hostKeys::toString);
    }

    @Test
    @Order(13)
    void isGoneWhenItIsSwitchedOff() throws Exception {
        settings("enabled = false\n");
        await(() -> !isConnected(), () -> "the port stays open");
        await(
                () -> {
                    try {
                        return !host.shell("felix:lb -s").out().contains(BUNDLE);
                    } catch (IOException e) {
                        return false;
                    }
                },
                () -> "the bundle stays");
        await(() -> !threads().contains("vexhost-ssh"), this::threads);
    }
}

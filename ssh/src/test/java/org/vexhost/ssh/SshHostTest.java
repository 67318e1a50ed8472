package org.vexhost.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.ShellTerminal;
import org.vexhost.ssh.key.AuthorizedKeys;
import org.vexhost.ssh.key.HostKey;
import org.vexhost.ssh.key.JdkEdDsaRegistrar;

/** A server whose shell is a fake, and clients that reach it over a real connection. */
@DisplayName("The server")
@DisabledOnOs(OS.WINDOWS)
class SshHostTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_SESSIONS = 2;

    @TempDir private Path home = Path.of(".");

    private final FakeShell shell = new FakeShell();
    private final List<String> audit = Collections.synchronizedList(new ArrayList<>());
    private final SshClient client = client();
    private final KeyPair key = pair();
    private int port;
    private @Nullable SshHost host;

    private static SshClient client() {
        JdkEdDsaRegistrar.register();
        SshClient made = SshClient.setUpDefaultClient();
        made.setServerKeyVerifier((session, address, known) -> true);
        return made;
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        KeyPair hostKey =
                new HostKey(home.resolve("etc/ssh/host_key"), Files.getOwner(home)).load();
        authorize(PublicKeyEntry.toString(key.getPublic()) + " ann");
        SshHost begun =
                new SshHost(
                        SshSettings.read(
                                Map.of("enabled", true, "port", port, "maxSessions", MAX_SESSIONS),
                                text -> {}),
                        hostKey,
                        new AuthorizedKeys(
                                home.resolve("etc/ssh/authorized_keys"),
                                Files.getOwner(home),
                                text -> {}),
                        shell,
                        () -> new Recording(audit));
        host = begun;
        begun.start();
        client.start();
    }

    @AfterEach
    void end() {
        client.stop();
        close();
    }

    private void close() {
        SshHost ending = host;
        if (ending != null) {
            ending.close();
        }
    }

    private void authorize(String text) throws IOException {
        Path file = Files.writeString(home.resolve("etc/ssh/authorized_keys"), text);
        Path ignored =
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private ClientSession connect() throws IOException {
        return client.connect("me", "127.0.0.1", port).verify(PATIENCE).getSession();
    }

    private ClientSession signIn() throws IOException {
        ClientSession session = connect();
        session.addPublicKeyIdentity(key);
        session.auth().verify(PATIENCE);
        return session;
    }

    private static void await(BooleanSupplier wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited too long");
            Thread.sleep(10);
        }
    }

    private static void awaitEnd(ClientChannel channel) {
        assertTrue(
                channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE)
                        .contains(ClientChannelEvent.CLOSED));
    }

    @Test
    void runsCommandsAndReportsTheirStatus() throws Exception {
        try (ClientSession session = signIn();
                ChannelExec channel = session.createExecChannel("exit 7")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            channel.setOut(out);
            channel.open().verify(PATIENCE);
            awaitEnd(channel);
            assertEquals(7, channel.getExitStatus());
            assertEquals("ran exit 7\n", out.toString(StandardCharsets.UTF_8));
        }
        Caller caller = shell.clients.get(0).caller();
        assertEquals("ann", caller.name());
        assertEquals(
                Map.of("key", KeyUtils.getFingerPrint(key.getPublic()), "address", "127.0.0.1"),
                caller.attributes());
        await(() -> audit.contains("ssh.signout ann"));
        assertEquals(List.of("ssh.signin ann", "ssh.signout ann"), audit);
    }

    @Test
    void runsAScriptFromInputIfThereIsNoTerminal() throws Exception {
        try (ClientSession session = signIn();
                ChannelShell channel = session.createShellChannel()) {
            channel.setUsePty(false);
            channel.setIn(new ByteArrayInputStream("exit 3".getBytes(StandardCharsets.UTF_8)));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            channel.setOut(out);
            channel.open().verify(PATIENCE);
            awaitEnd(channel);
            assertEquals(3, channel.getExitStatus());
            assertEquals("ran exit 3\n", out.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void passesTheTerminalAndItsSize() throws Exception {
        try (ClientSession session = signIn();
                ChannelShell channel = session.createShellChannel()) {
            channel.setPtyType("xterm");
            channel.setPtyColumns(91);
            channel.setPtyLines(31);
            channel.setIn(InputStream.nullInputStream());
            channel.open().verify(PATIENCE);
            await(() -> shell.clients.size() == 1);
            assertEquals(new ShellTerminal("xterm", 91, 31), shell.clients.get(0).terminal().get());
            await(() -> shell.running() == 1);
            channel.sendWindowChange(50, 20);
            await(() -> shell.sizes.contains(new ShellTerminal("xterm", 50, 20)));
        }
        await(() -> shell.running() == 0);
    }

    @Test
    void hangsUpWhenTheConnectionIsGone() throws Exception {
        ClientSession session = signIn();
        ChannelExec channel = session.createExecChannel("wait");
        channel.open().verify(PATIENCE);
        await(() -> shell.running() == 1);
        assertTrue(session.close(true).await(PATIENCE));
        await(() -> shell.running() == 0);
    }

    @Test
    void rejectsMoreSessionsThanItsMaximum() throws Exception {
        try (ClientSession first = signIn();
                ClientSession second = signIn()) {
            ClientSession third = connect();
            third.addPublicKeyIdentity(key);
            try {
                third.auth().verify(PATIENCE);
            } catch (IOException e) {
                // The host may disconnect before or after it answers.
            }
            await(() -> !third.isOpen());
            assertTrue(first.isOpen() && second.isOpen());
            for (int i = 0; i < MAX_SESSIONS; i++) {
                first.createExecChannel("wait").open().verify(PATIENCE);
            }
            await(() -> shell.running() == MAX_SESSIONS);
            ChannelExec more = second.createExecChannel("exit 0");
            try {
                more.open().verify(PATIENCE);
                // When this channel is open, the host has answered the request before.
                second.createExecChannel("exit 0").open().verify(PATIENCE);
            } catch (IOException e) {
                // The request is rejected.
            }
            assertNull(more.getExitStatus());
            assertEquals(MAX_SESSIONS, shell.running());
        }
        await(() -> shell.running() == 0);
    }

    @Test
    void closesConnectionsForWhichThereIsNoRoomAndServesAgainLater() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < SignIns.MAX_WAITING_OF_ADDRESS; i++) {
                Socket socket = socket();
                silent.add(socket);
                assertEquals('S', socket.getInputStream().read());
            }
            for (int i = 0; i < 50; i++) {
                try (Socket socket = socket()) {
                    assertEquals(-1, socket.getInputStream().read());
                } catch (SocketException e) {
                    // The host may reset a connection for which it has no room.
                }
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        await(this::canSignIn);
    }

    private Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        // Shorter than the time to sign in, after which the host closes any connection.
        socket.setSoTimeout((int) ServerFactory.SIGN_IN_TIME.toMillis() / 2);
        return socket;
    }

    private boolean canSignIn() {
        try (ClientSession session = signIn()) {
            return session.isAuthenticated();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void closesAConnectionWithManyMessagesBeforeItSignsIn() throws Exception {
        try (ClientSession session = connect()) {
            ignored(session, SshConnections.MAX_MESSAGES / 2);
            session.addPublicKeyIdentity(key);
            session.auth().verify(PATIENCE);
            ignored(session, SshConnections.MAX_MESSAGES);
            ChannelExec channel = session.createExecChannel("exit 4");
            channel.open().verify(PATIENCE);
            awaitEnd(channel);
            assertEquals(4, channel.getExitStatus());
        }
        try (ClientSession session = connect()) {
            ignored(session, SshConnections.MAX_MESSAGES);
            session.addPublicKeyIdentity(key);
            assertThrows(IOException.class, () -> session.auth().verify(PATIENCE));
        }
    }

    /** Sends messages that have no effect. */
    private static void ignored(ClientSession session, int count) throws IOException {
        assertTrue(
                session
                        .waitFor(
                                EnumSet.of(
                                        ClientSession.ClientSessionEvent.WAIT_AUTH,
                                        ClientSession.ClientSessionEvent.AUTHED,
                                        ClientSession.ClientSessionEvent.CLOSED),
                                PATIENCE)
                        .stream()
                        .noneMatch(ClientSession.ClientSessionEvent.CLOSED::equals));
        for (int i = 0; i < count; i++) {
            IoWriteFuture ignored = session.sendIgnoreMessage(new byte[] {1});
        }
    }

    @Test
    void writesNoMoreThanASlowClientTakesAndServesOthersMeanwhile() throws Exception {
        CountDownLatch reads = new CountDownLatch(1);
        CoreModuleProperties.WINDOW_SIZE.set(client, 1L << 30);
        try {
            ClientSession slow = signIn();
            ChannelExec channel = slow.createExecChannel("flood");
            channel.setOut(new Blocked(reads));
            channel.open().verify(PATIENCE);
            AtomicLong seen = new AtomicLong(-1);
            await(
                    () -> {
                        long before = seen.getAndSet(shell.written.get());
                        LockSupport.parkNanos(500_000_000L);
                        return before > 0 && before == shell.written.get();
                    });
            assertTrue(shell.written.get() < FakeShell.FLOOD_BYTES / 2, shell.written::toString);
            ChannelExec other = signIn().createExecChannel("exit 6");
            other.open().verify(PATIENCE);
            awaitEnd(other);
            assertEquals(6, other.getExitStatus());
            assertEquals(1, shell.running());
            var ignored = slow.close(true);
            reads.countDown();
            await(() -> shell.running() == 0);
        } finally {
            reads.countDown();
        }
    }

    /** Output that nobody reads until a latch opens. */
    private static final class Blocked extends OutputStream {

        private final CountDownLatch reads;

        Blocked(CountDownLatch reads) {
            this.reads = reads;
        }

        @Override
        public void write(int b) throws IOException {
            try {
                assertTrue(reads.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    @Test
    void closesAConnectionAfterThreeWrongKeys() throws Exception {
        try (ClientSession session = connect()) {
            for (int i = 0; i < SignIns.MAX_ATTEMPTS; i++) {
                session.addPublicKeyIdentity(pair());
            }
            session.addPublicKeyIdentity(key);
            assertThrows(SshException.class, () -> session.auth().verify(PATIENCE));
            await(() -> !session.isOpen());
        }
        await(() -> audit.contains("ssh.refused ssh"));
        assertEquals(List.of("ssh.refused ssh"), audit);
    }

    @Test
    void recordsRefusalsOfAnAddressUpToTheMaximumAndStillServesAKnownKey() throws Exception {
        for (int i = 0; i < SignInThrottle.MAX_FAILURES + 2; i++) {
            try (ClientSession session = connect()) {
                session.addPublicKeyIdentity(pair());
                assertThrows(SshException.class, () -> session.auth().verify(PATIENCE));
            }
            int wanted = Math.min(i + 1, SignInThrottle.MAX_FAILURES);
            await(() -> audit.size() == wanted);
        }
        signIn().close();
        await(() -> audit.contains("ssh.signin ann"));
        assertEquals(
                SignInThrottle.MAX_FAILURES,
                Collections.frequency(List.copyOf(audit), "ssh.refused ssh"));
    }

    @Test
    void endsSessionsWhenTheirKeyIsRemovedAndWhenItCloses() throws Exception {
        ClientSession session = signIn();
        authorize("");
        await(() -> !session.isOpen());
        authorize(PublicKeyEntry.toString(key.getPublic()));
        ClientSession last = signIn();
        close();
        await(() -> !last.isOpen());
        assertThrows(IOException.class, this::connect);
        await(
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(each -> each.getName().startsWith("vexhost-ssh")));
    }

    @Test
    void waitsForAPortThatIsInUse() throws Exception {
        close();
        SshSettings settings = SshSettings.read(Map.of("enabled", true, "port", port), text -> {});
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            SshHost begun =
                    new SshHost(
                            settings,
                            pair(),
                            new AuthorizedKeys(
                                    home.resolve("etc/ssh/authorized_keys"),
                                    Files.getOwner(home),
                                    text -> {}),
                            shell,
                            () -> new Recording(audit));
            host = begun;
            begun.start();
            assertTrue(other.isBound());
        }
        await(this::canSignIn);
        assertFalse(audit.isEmpty());
    }

    /** Records the names of actions and callers. */
    private record Recording(List<String> lines) implements AuditTrail {

        @Override
        public Change begin(Caller who, String action, Map<String, String> facts)
                throws AdministrationException {
            throw new AssertionError(action);
        }

        @Override
        public void note(Caller who, String action, Map<String, String> facts) {
            lines.add(action + " " + who.name());
        }
    }
}

package org.vexhost.ssh;

import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.BuiltinFactory;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.util.threads.SshThreadPoolExecutor;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.admin.ShellSessions;

/**
 * Creates servers that offer the shell and nothing else: public keys only, modern algorithms only,
 * and a limit on everything that a client can make grow.
 */
final class ServerFactory {

    /** The time that a client has to sign in. */
    static final Duration SIGN_IN_TIME = Duration.ofSeconds(20);

    /** The time for which a client may leave output unread. The admin socket has the same limit. */
    private static final Duration MAX_UNREAD = Duration.ofMinutes(10);

    private static final Duration MAX_DISCONNECT = Duration.ofSeconds(2);
    private static final Duration IDLE_THREAD = Duration.ofSeconds(10);

    /** A hard limit: asking for the methods, and then a question and a proof for each key. */
    private static final int MAX_REQUESTS = 1 + 2 * SignIns.MAX_ATTEMPTS;

    private static final int MAX_CHANNELS = 4;
    private static final int IO_THREADS = 2;
    private static final long WINDOW_BYTES = 256 * 1024;
    private static final int BACKLOG = 64;

    private final SshSettings settings;
    private final KeyPair hostKey;
    private final ShellSessions shells;
    private final ShellThreads threads;
    private final SignIns signIns;

    ServerFactory(
            SshSettings settings,
            KeyPair hostKey,
            ShellSessions shells,
            ShellThreads threads,
            SignIns signIns) {
        this.settings = settings;
        this.hostKey = hostKey;
        this.shells = shells;
        this.threads = threads;
        this.signIns = signIns;
    }

    /** Creates a server that does not listen yet. */
    SshServer create(ScheduledExecutorService timer) {
        SshServer server =
                ServerBuilder.builder()
                        .forwardingFilter(RejectAllForwardingFilter.INSTANCE)
                        .channelFactories(List.of(ShellChannel.FACTORY))
                        .globalRequestHandlers(
                                List.of(KeepAliveHandler.INSTANCE, NoMoreSessionsHandler.INSTANCE))
                        .channelStreamPacketWriterResolver(
                                (channel, type) -> new PacedWriter(channel, MAX_UNREAD))
                        .build();
        server.setSessionFactory(new SshConnections(server));
        server.setHost(settings.address());
        server.setPort(settings.port());
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory(ServerFactory::ioThreads));
        server.setScheduledExecutorService(timer, false);
        algorithms(server);
        server.setServiceFactories(
                List.of(SignInService.factory(signIns), ServerConnectionServiceFactory.INSTANCE));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator(signIns);
        server.addSessionListener(signIns);
        server.setShellFactory(channel -> command(channel.getSession(), Optional.empty()));
        server.setCommandFactory(
                (channel, text) -> command(channel.getSession(), Optional.of(text)));
        server.setSubsystemFactories(List.of());
        limits(server);
        return server;
    }

    private static SshThreadPoolExecutor ioThreads() {
        SshThreadPoolExecutor pool =
                new SshThreadPoolExecutor(
                        IO_THREADS,
                        IO_THREADS,
                        IDLE_THREAD.toSeconds(),
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        new SshThreads("vexhost-ssh-io"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static void algorithms(SshServer server) {
        server.setKeyExchangeFactories(
                NamedFactory.setUpTransformedFactories(
                        true,
                        List.of(
                                BuiltinDHFactories.curve25519,
                                BuiltinDHFactories.curve25519_libssh,
                                BuiltinDHFactories.ecdhp256,
                                BuiltinDHFactories.ecdhp384,
                                BuiltinDHFactories.ecdhp521),
                        ServerBuilder.DH2KEX));
        server.setCipherFactories(
                BuiltinFactory.setUpFactories(
                        false,
                        List.of(
                                BuiltinCiphers.cc20p1305_openssh,
                                BuiltinCiphers.aes256gcm,
                                BuiltinCiphers.aes128gcm,
                                BuiltinCiphers.aes256ctr,
                                BuiltinCiphers.aes128ctr)));
        server.setMacFactories(
                BuiltinFactory.setUpFactories(
                        false,
                        List.of(
                                BuiltinMacs.hmacsha256etm,
                                BuiltinMacs.hmacsha512etm,
                                BuiltinMacs.hmacsha256,
                                BuiltinMacs.hmacsha512)));
        server.setSignatureFactories(
                BuiltinFactory.setUpFactories(
                        false,
                        List.of(
                                BuiltinSignatures.ed25519,
                                BuiltinSignatures.nistp256,
                                BuiltinSignatures.nistp384,
                                BuiltinSignatures.nistp521,
                                BuiltinSignatures.rsaSHA512,
                                BuiltinSignatures.rsaSHA256)));
        server.setCompressionFactories(List.of(BuiltinCompressions.none));
    }

    private void limits(SshServer server) {
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Vexhost");
        CoreModuleProperties.AUTH_TIMEOUT.set(server, SIGN_IN_TIME);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, settings.idleTimeout());
        CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(server, MAX_UNREAD);
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, MAX_UNREAD);
        CoreModuleProperties.DISCONNECT_TIMEOUT.set(server, MAX_DISCONNECT);
        CoreModuleProperties.STOP_WAIT_TIME.set(server, MAX_DISCONNECT);
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, MAX_REQUESTS);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, MAX_CHANNELS);
        CoreModuleProperties.WINDOW_SIZE.set(server, WINDOW_BYTES);
        CoreModuleProperties.SOCKET_BACKLOG.set(server, BACKLOG);
        CoreModuleProperties.SOCKET_REUSEADDR.set(server, true);
    }

    /** Returns null if there is no room; the client is then told that its request failed. */
    private @Nullable Command command(ServerSession session, Optional<String> text) {
        Connection connection = Connection.of(session);
        if (connection == null || !connection.isSignedIn() || !threads.hasRoom()) {
            return null;
        }
        return new ChannelCommand(shells, threads, connection.caller(), text);
    }
}

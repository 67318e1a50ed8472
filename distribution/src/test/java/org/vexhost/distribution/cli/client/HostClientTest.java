package org.vexhost.distribution.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalOutput;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameChannel;
import org.vexhost.distribution.protocol.FrameType;
import org.vexhost.distribution.protocol.Handshake;

@DisplayName("A client")
@Timeout(60)
class HostClientTest {

    @TempDir Path folder;
    private HostHome home;
    private ServerSocketChannel server;
    private final CountDownLatch hungUp = new CountDownLatch(1);

    @BeforeEach
    void listen() throws IOException {
        home = new HostHome(folder);
        Files.createDirectories(home.run());
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(home.socket()));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** A host that answers as soon as it has the request, and hangs up at once. */
    private void answerAtOnce(Frame... answer) {
        Thread host =
                new Thread(
                        () -> {
                            try (FrameChannel channel = new FrameChannel(server.accept())) {
                                Handshake ignored = Handshake.receive(channel);
                                Handshake.of("test").send(channel);
                                if (channel.read().isPresent()) {
                                    for (Frame frame : answer) {
                                        channel.write(frame);
                                    }
                                }
                            } catch (IOException e) {
                                // The client sees it.
                            }
                            hungUp.countDown();
                        });
        host.setDaemon(true);
        host.start();
    }

    private HostClient connect() throws CommandException {
        return HostClient.connect(HomeOption.Named.explicitly(home));
    }

    @Test
    void getsTheAnswerOfAHostThatHungUpBeforeItHadAllOfTheInput() throws Exception {
        answerAtOnce(Frame.of(FrameType.OUTPUT, "answer\n"), Frame.exit(3));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HostClient client = connect()) {
            client.send(Frame.of(FrameType.COMMAND, "vex:tools"));
            hungUp.await();
            client.sendInput(new ByteArrayInputStream(new byte[1 << 20]));
            client.send(Frame.of(FrameType.END_OF_INPUT));
            assertEquals(
                    3, client.receive(TerminalOutput.Content.TEXT, out, System.err, usage -> {}));
        }
        assertEquals("answer\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void saysThatAHostEndedBeforeItAnswered() throws Exception {
        answerAtOnce(Frame.of(FrameType.OUTPUT, "half"));
        try (HostClient client = connect()) {
            client.send(Frame.of(FrameType.COMMAND, "vex:tools"));
            hungUp.await();
            CommandException e =
                    assertThrows(
                            CommandException.class,
                            () ->
                                    client.receive(
                                            TerminalOutput.Content.TEXT,
                                            new ByteArrayOutputStream(),
                                            System.err,
                                            usage -> {}));
            assertEquals(
                    "host on home '%s' ended before it answered".formatted(folder), e.getMessage());
            assertEquals(ExitStatus.NO_HOST, e.exitStatus());
        }
    }

    @Test
    void saysWhichHomeItLookedAtAndHowToNameOne() throws Exception {
        HostHome none = new HostHome(folder.resolve("none"));
        assertEquals(
                "no host runs on home '%s', which does not exist; 'vexhost start --home %s' starts one"
                        .formatted(none.root(), none.root()),
                Unreachable.noHost(HomeOption.Named.explicitly(none)).getMessage());
        assertEquals(
                "no host runs on home '%s'; VEXHOST_HOME names it; 'vexhost start' starts a host there"
                        .formatted(folder),
                Unreachable.noHost(new HomeOption.Named(home, HomeOption.Source.VARIABLE))
                        .getMessage());
        assertEquals(
                "no host runs on home '%s'; that is the default: name another one with --home DIR"
                                .formatted(folder)
                        + " or VEXHOST_HOME, or start a host there with 'vexhost start'",
                Unreachable.noHost(new HomeOption.Named(home, HomeOption.Source.DEFAULT))
                        .getMessage());
    }
}

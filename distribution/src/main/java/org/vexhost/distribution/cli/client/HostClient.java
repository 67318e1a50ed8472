package org.vexhost.distribution.cli.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalOutput;
import org.vexhost.distribution.host.BuildInfo;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.host.ShortPath;
import org.vexhost.distribution.protocol.CallUsage;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameChannel;
import org.vexhost.distribution.protocol.FrameType;
import org.vexhost.distribution.protocol.Handshake;

/**
 * A connection to a running host for one request. The host stops reading when it has responded, so
 * sending may fail then. Methods that send ignore such a failure; {@link #receive} reports a
 * missing response.
 */
public final class HostClient implements Closeable {

    private final HostHome home;
    private final FrameChannel channel;
    private volatile boolean isDeaf;

    private HostClient(HostHome home, FrameChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Connects to the host of a home.
     *
     * @throws CommandException if no host runs on the home, or if it cannot be reached
     */
    public static HostClient connect(HomeOption.Named named) throws CommandException {
        HostHome home = named.home();
        Unreachable.requireReachable(named);
        try (ShortPath path = ShortPath.to(home.socket())) {
            FrameChannel channel =
                    new FrameChannel(SocketChannel.open(UnixDomainSocketAddress.of(path.path())));
            HostClient client = new HostClient(home, channel);
            try {
                client.send(Handshake.of(BuildInfo.read().version()).toFrame());
                Handshake.receive(channel).requireSameProtocol();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            return client;
        } catch (ConnectException e) {
            throw Unreachable.noHost(named);
        } catch (IOException e) {
            throw Unreachable.because(named, e);
        }
    }

    /** Sends a frame. */
    public void send(Frame frame) {
        if (!isDeaf) {
            try {
                channel.write(frame);
            } catch (IOException e) {
                isDeaf = true;
            }
        }
    }

    /** Sends a whole stream as standard input, and then the end of the input. */
    public void sendInput(InputStream input) throws IOException {
        byte[] buffer = new byte[Frame.MAX_PAYLOAD_BYTES];
        for (int count = input.read(buffer); count >= 0 && !isDeaf; count = input.read(buffer)) {
            sendInput(buffer, count);
        }
        send(Frame.of(FrameType.END_OF_INPUT));
    }

    /** Sends a part of the standard input. */
    public void sendInput(byte[] bytes, int count) {
        if (!isDeaf) {
            try {
                channel.writeAll(FrameType.INPUT, bytes, 0, count);
            } catch (IOException e) {
                isDeaf = true;
            }
        }
    }

    /**
     * Receives the whole response, and returns the exit status.
     *
     * @param content kind of output for {@code out}; {@code err} receives text, or screen output if
     *     {@code out} does
     * @throws CommandException if the response is missing or incomplete
     */
    public int receive(
            TerminalOutput.Content content,
            OutputStream out,
            OutputStream err,
            Consumer<CallUsage> usage)
            throws CommandException, IOException {
        TerminalOutput.Content forErrors =
                content == TerminalOutput.Content.SCREEN ? content : TerminalOutput.Content.TEXT;
        try (OutputStream safeOut = new TerminalOutput(out, content);
                OutputStream safeErr = new TerminalOutput(err, forErrors)) {
            while (true) {
                Frame frame = next().orElseThrow(this::gone);
                switch (frame.type()) {
                    case OUTPUT -> {
                        safeOut.write(frame.payload());
                        safeOut.flush();
                    }
                    case ERROR_OUTPUT -> {
                        safeErr.write(frame.payload());
                        safeErr.flush();
                    }
                    case USAGE -> usage.accept(CallUsage.from(frame));
                    case EXIT -> {
                        return frame.exitStatus();
                    }
                    default ->
                            throw new CommandException(
                                    ExitStatus.FAILED,
                                    "host sent a frame of type %s".formatted(frame.type()));
                }
            }
        }
    }

    private Optional<Frame> next() throws CommandException {
        try {
            return channel.read();
        } catch (IOException e) {
            throw gone();
        }
    }

    private CommandException gone() {
        return new CommandException(
                ExitStatus.NO_HOST,
                "host on home '%s' ended before it answered".formatted(home.root()));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The response has already been received.
        }
    }
}

package org.vexhost.distribution.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Consumer;
import org.vexhost.distribution.host.BuildInfo;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.host.ShortPath;
import org.vexhost.distribution.protocol.CallUsage;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameChannel;
import org.vexhost.distribution.protocol.FrameType;
import org.vexhost.distribution.protocol.Handshake;

/** One request to a running host. */
final class HostClient implements Closeable {

    private final HostHome home;
    private final FrameChannel channel;

    private HostClient(HostHome home, FrameChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Connects to the host of a home.
     *
     * @throws CommandException if none runs there, or it cannot be reached
     */
    static HostClient connect(HostHome home) throws CommandException {
        if (!Files.isDirectory(home.run())) {
            throw noHost(home);
        }
        try (ShortPath path = ShortPath.to(home.socket())) {
            FrameChannel channel =
                    new FrameChannel(SocketChannel.open(UnixDomainSocketAddress.of(path.path())));
            try {
                Handshake.of(BuildInfo.read().version()).send(channel);
                Handshake.receive(channel).requireSameProtocol();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            return new HostClient(home, channel);
        } catch (ConnectException e) {
            throw noHost(home);
        } catch (SocketException e) {
            if (!Files.exists(home.socket())) {
                throw noHost(home);
            }
            throw unreachable(home, e);
        } catch (IOException e) {
            throw unreachable(home, e);
        }
    }

    private static CommandException noHost(HostHome home) {
        return new CommandException(
                ExitStatus.NO_HOST, "no host runs on home '%s'".formatted(home.root()));
    }

    private static CommandException unreachable(HostHome home, IOException e) {
        return new CommandException(
                ExitStatus.NO_HOST,
                "host on home '%s' cannot be reached [%s]"
                        .formatted(home.root(), String.valueOf(e.getMessage())));
    }

    void send(Frame frame) throws CommandException {
        try {
            channel.write(frame);
        } catch (IOException e) {
            throw gone();
        }
    }

    /** Sends all of a stream as input, and its end. */
    void sendInput(InputStream input) throws CommandException, IOException {
        byte[] buffer = new byte[Frame.MAX_PAYLOAD_BYTES];
        for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
            sendInput(buffer, count);
        }
        send(Frame.of(FrameType.END_OF_INPUT));
    }

    void sendInput(byte[] bytes, int count) throws CommandException {
        try {
            channel.writeAll(FrameType.INPUT, bytes, 0, count);
        } catch (IOException e) {
            throw gone();
        }
    }

    /** Takes the answer apart until it ends; gives its exit status. */
    int receive(OutputStream out, OutputStream err, Consumer<CallUsage> usage)
            throws CommandException, IOException {
        while (true) {
            Frame frame = next().orElseThrow(this::gone);
            switch (frame.type()) {
                case OUTPUT -> {
                    out.write(frame.payload());
                    out.flush();
                }
                case ERROR_OUTPUT -> {
                    err.write(frame.payload());
                    err.flush();
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
            // Nothing is lost: the answer is here.
        }
    }
}

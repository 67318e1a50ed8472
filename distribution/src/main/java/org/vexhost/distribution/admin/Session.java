package org.vexhost.distribution.admin;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Caller;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameChannel;
import org.vexhost.distribution.protocol.FrameType;
import org.vexhost.distribution.protocol.TerminalSize;

/**
 * One client: its request runs on the connection's thread, while another thread takes in what the
 * client sends meanwhile and sees when it hangs up.
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Told of what a client does while its request runs. */
    interface Listener {

        /** The client is gone: nobody waits for an answer. */
        void hungUp();

        /** The client's terminal has another size. */
        default void resized(TerminalSize size) {}
    }

    private final FrameChannel channel;
    private final Optional<UserPrincipal> user;
    private final ClientInput input = new ClientInput();
    private volatile Listener listener = () -> {};
    private volatile boolean finished;
    private volatile boolean isGone;

    /**
     * A client.
     *
     * @param user whose it is; empty where the system does not tell
     */
    Session(FrameChannel channel, Optional<UserPrincipal> user) {
        this.channel = channel;
        this.user = user;
    }

    /** The user who typed it, as the system says; empty where it does not tell. */
    Optional<UserPrincipal> user() {
        return user;
    }

    /** Who makes the calls of this client. */
    Caller caller() {
        return Caller.user(user.map(UserPrincipal::getName).orElse("unknown"));
    }

    /** What the client sends as input. */
    ClientInput input() {
        return input;
    }

    /** A new stream to the client's standard output. */
    FrameOutput output() {
        return new FrameOutput(channel, FrameType.OUTPUT);
    }

    /** A new stream to the client's standard error. */
    FrameOutput errorOutput() {
        return new FrameOutput(channel, FrameType.ERROR_OUTPUT);
    }

    void send(Frame frame) throws IOException {
        channel.write(frame);
    }

    /** One line on the client's standard output. */
    void printLine(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        channel.writeAll(FrameType.OUTPUT, bytes, 0, bytes.length);
    }

    /** One line on the client's standard error. */
    void printError(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        channel.writeAll(FrameType.ERROR_OUTPUT, bytes, 0, bytes.length);
    }

    /** Sets who is told from now on; at once, if the client has hung up already. */
    void listen(Listener next) {
        listener = next;
        if (isGone) {
            next.hungUp();
        }
    }

    /** Ends the answer. Nothing is sent after it. */
    void exit(int status) throws IOException {
        finished = true;
        channel.write(Frame.exit(status));
    }

    /** Takes in what the client sends, until it hangs up. On a thread of its own. */
    void readInput() {
        try {
            for (var frame = channel.read(); frame.isPresent(); frame = channel.read()) {
                take(frame.get());
            }
        } catch (EOFException e) {
            LOG.debug("client hung up inside a frame");
        } catch (IOException e) {
            if (!finished) {
                LOG.debug("client cannot be read", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            input.end();
            if (!finished) {
                isGone = true;
                listener.hungUp();
            }
        }
    }

    private void take(Frame frame) throws IOException, InterruptedException {
        switch (frame.type()) {
            case INPUT -> input.offer(frame.payload());
            case END_OF_INPUT -> input.end();
            case RESIZE -> listener.resized(TerminalSize.from(frame));
            default ->
                    throw new IOException(
                            "client sent a frame of type %s while its request ran"
                                    .formatted(frame.type()));
        }
    }
}

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
 * The connection of one client during its request. The request runs on one thread. Another thread
 * reads the client's input, and notices if the client disconnects.
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Receives events about a client while its request runs. */
    interface Listener {

        /** The client has disconnected. */
        void hungUp();

        /** The size of the client's terminal has changed. */
        default void resized(TerminalSize size) {}
    }

    private final FrameChannel channel;
    private final Optional<UserPrincipal> user;
    private final ClientInput input = new ClientInput();
    private volatile Listener listener = () -> {};
    private volatile boolean finished;
    private volatile boolean isGone;

    /**
     * Creates the session of a client.
     *
     * @param user user of the client; empty if the system does not report it
     */
    Session(FrameChannel channel, Optional<UserPrincipal> user) {
        this.channel = channel;
        this.user = user;
    }

    /** The user of the client; empty if the system does not report it. */
    Optional<UserPrincipal> user() {
        return user;
    }

    /** The caller that is named in this client's calls. */
    Caller caller() {
        return Caller.user(user.map(UserPrincipal::getName).orElse("unknown"));
    }

    /** The client's standard input. */
    ClientInput input() {
        return input;
    }

    /** Creates a stream to the client's standard output. */
    FrameOutput output() {
        return new FrameOutput(channel, FrameType.OUTPUT);
    }

    /** Creates a stream to the client's standard error. */
    FrameOutput errorOutput() {
        return new FrameOutput(channel, FrameType.ERROR_OUTPUT);
    }

    void send(Frame frame) throws IOException {
        channel.write(frame);
    }

    /** Prints a line on the client's standard output. */
    void printLine(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        channel.writeAll(FrameType.OUTPUT, bytes, 0, bytes.length);
    }

    /** Prints a line on the client's standard error. */
    void printError(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        channel.writeAll(FrameType.ERROR_OUTPUT, bytes, 0, bytes.length);
    }

    /** Sets the listener. Notifies it immediately if the client has already disconnected. */
    void listen(Listener next) {
        listener = next;
        if (isGone) {
            next.hungUp();
        }
    }

    /** Sends the exit status. This ends the response. */
    void exit(int status) throws IOException {
        finished = true;
        channel.write(Frame.exit(status));
    }

    /** Reads the client's frames until the client disconnects. Runs on a thread of its own. */
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

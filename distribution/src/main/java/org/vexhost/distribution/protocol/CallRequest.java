package org.vexhost.distribution.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A call of a tool.
 *
 * @param tool its name
 * @param timeout how long the caller waits, queueing included
 * @param format how the answer is written
 */
public record CallRequest(String tool, Optional<Duration> timeout, Format format) {

    /** How an answer is written. */
    public enum Format {
        /** The output alone; an error in one line. */
        PLAIN,
        /** The whole result or error as one JSON object. */
        JSON
    }

    /** The request as a frame. */
    public Frame toFrame() {
        return Payload.frame(
                FrameType.CALL,
                out -> {
                    out.writeUTF(tool);
                    out.writeBoolean(timeout.isPresent());
                    if (timeout.isPresent()) {
                        out.writeLong(timeout.get().toMillis());
                    }
                    out.writeBoolean(format == Format.JSON);
                });
    }

    /**
     * Reads a request.
     *
     * @throws ProtocolException if the frame does not hold one
     */
    public static CallRequest from(Frame frame) throws IOException {
        return Payload.read(
                FrameType.CALL,
                frame,
                in -> {
                    String tool = in.readUTF();
                    Optional<Duration> timeout =
                            in.readBoolean()
                                    ? Optional.of(Duration.ofMillis(in.readLong()))
                                    : Optional.empty();
                    return new CallRequest(
                            tool, timeout, in.readBoolean() ? Format.JSON : Format.PLAIN);
                });
    }
}

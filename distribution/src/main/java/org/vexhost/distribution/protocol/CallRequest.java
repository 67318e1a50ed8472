package org.vexhost.distribution.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A call of a tool.
 *
 * @param tool name of the tool
 * @param timeout how long the caller waits, including queueing
 * @param format format of the response
 */
public record CallRequest(String tool, Optional<Duration> timeout, Format format) {

    /** The format of a response. */
    public enum Format {
        /** Only the output, or an error in one line. */
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
     * @throws ProtocolException if the frame does not contain a request
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

package org.vexhost.distribution.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A request to call a tool.
 *
 * @param tool name of the tool
 * @param timeout how long the caller waits for the call, including time in the queue
 * @param format format of the response
 * @param maxWait how long the host first waits if the tool is not deployed yet; empty if it does
 *     not wait
 */
public record CallRequest(
        String tool, Optional<Duration> timeout, Format format, Optional<Duration> maxWait) {

    /** The format of a response. */
    public enum Format {
        /** Only the output, or an error as one line. */
        PLAIN,
        /** The whole result or error as one JSON object. */
        JSON
    }

    /** Returns the request as a frame. */
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
                    if (maxWait.isPresent()) {
                        out.writeLong(maxWait.get().toMillis());
                    }
                });
    }

    /**
     * Reads a request from a frame. The wait is the last field and may be missing.
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
                    Format format = in.readBoolean() ? Format.JSON : Format.PLAIN;
                    Optional<Duration> maxWait =
                            in.available() > 0
                                    ? Optional.of(Duration.ofMillis(in.readLong()))
                                    : Optional.empty();
                    return new CallRequest(tool, timeout, format, maxWait);
                });
    }
}

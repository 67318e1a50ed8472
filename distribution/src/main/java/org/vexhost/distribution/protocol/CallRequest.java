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
 * @param trace the call's place in a trace; empty if the caller names none
 */
public record CallRequest(
        String tool,
        Optional<Duration> timeout,
        Format format,
        Optional<Duration> maxWait,
        Optional<Trace> trace) {

    /** The format of a response. */
    public enum Format {
        /** Only the output, or an error as one line. */
        PLAIN,
        /** The whole result or error as one JSON object. */
        JSON
    }

    /**
     * A place in a trace, in the words of W3C Trace Context. The host checks them.
     *
     * @param parent the {@code traceparent}
     * @param state the {@code tracestate}; empty if there is none
     */
    public record Trace(String parent, String state) {}

    /** Creates a request that belongs to no trace. */
    public CallRequest(
            String tool, Optional<Duration> timeout, Format format, Optional<Duration> maxWait) {
        this(tool, timeout, format, maxWait, Optional.empty());
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
                    if (maxWait.isPresent() || trace.isPresent()) {
                        out.writeLong(maxWait.orElse(Duration.ZERO).toMillis());
                    }
                    if (trace.isPresent()) {
                        out.writeUTF(trace.get().parent());
                        out.writeUTF(trace.get().state());
                    }
                });
    }

    /**
     * Reads a request from a frame. The last two fields, the wait and the trace, may be missing.
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
                    Optional<Trace> trace =
                            in.available() > 0
                                    ? Optional.of(new Trace(in.readUTF(), in.readUTF()))
                                    : Optional.empty();
                    return new CallRequest(
                            tool, timeout, format, maxWait.filter(wait -> !wait.isZero()), trace);
                });
    }
}

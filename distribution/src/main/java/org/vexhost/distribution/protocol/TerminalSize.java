package org.vexhost.distribution.protocol;

import java.io.IOException;

/**
 * The size of a terminal.
 *
 * @param columns 1 to 10,000; other values are clamped
 * @param rows 1 to 10,000; other values are clamped
 */
public record TerminalSize(int columns, int rows) {

    private static final int MAX = 10_000;

    /** Limits both values to their range. */
    public TerminalSize {
        columns = Math.max(1, Math.min(columns, MAX));
        rows = Math.max(1, Math.min(rows, MAX));
    }

    /** Returns the size as a frame. */
    public Frame toFrame() {
        return Payload.frame(
                FrameType.RESIZE,
                out -> {
                    out.writeShort(columns);
                    out.writeShort(rows);
                });
    }

    /**
     * Reads a size from a frame.
     *
     * @throws ProtocolException if the frame does not contain a size
     */
    public static TerminalSize from(Frame frame) throws IOException {
        return Payload.read(
                FrameType.RESIZE,
                frame,
                in -> new TerminalSize(in.readUnsignedShort(), in.readUnsignedShort()));
    }
}

package org.vexhost.distribution.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;

/** Reads and writes the fields of a frame's payload. */
final class Payload {

    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private Payload() {}

    static Frame frame(FrameType type, Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Frame(type, bytes.toByteArray());
    }

    static <T> T read(FrameType type, Frame frame, Reader<T> reader) throws IOException {
        if (frame.type() != type) {
            throw new ProtocolException(
                    "frame is not of type %s [%s]".formatted(type, frame.type()));
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame.payload()));
        T value;
        try {
            value = reader.read(in);
        } catch (EOFException | UTFDataFormatException e) {
            throw new ProtocolException(
                    "frame of type %s ends too early [%d bytes]"
                            .formatted(type, frame.payload().length));
        }
        if (in.available() > 0) {
            throw new ProtocolException(
                    "frame of type %s continues after its end [%d of %d bytes]"
                            .formatted(type, in.available(), frame.payload().length));
        }
        return value;
    }
}

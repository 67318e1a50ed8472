package org.vexhost.distribution.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A channel of frames")
class FrameChannelTest {

    /** What was written, and what is there to read. */
    private static final class Memory implements ByteChannel {
        private final ByteArrayInputStream in;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final int step;

        Memory(byte[] input, int step) {
            in = new ByteArrayInputStream(input);
            this.step = step;
        }

        @Override
        public int read(ByteBuffer target) {
            byte[] some = new byte[Math.min(step, target.remaining())];
            int count = in.read(some, 0, some.length);
            if (count > 0) {
                target.put(some, 0, count);
            }
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = Math.min(step, source.remaining());
            byte[] some = new byte[count];
            source.get(some);
            out.write(some, 0, count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static byte[] written(Frame... frames) throws IOException {
        Memory memory = new Memory(new byte[0], 7);
        FrameChannel channel = new FrameChannel(memory);
        for (Frame frame : frames) {
            channel.write(frame);
        }
        return memory.out.toByteArray();
    }

    private static FrameChannel reading(byte[] bytes) {
        return new FrameChannel(new Memory(bytes, 5));
    }

    @Test
    void givesBackWhatWasSentInSmallPieces() throws IOException {
        byte[] largest = new byte[Frame.MAX_PAYLOAD_BYTES];
        Arrays.fill(largest, (byte) 0xa5);
        FrameChannel channel =
                reading(
                        written(
                                new Frame(FrameType.INPUT, largest),
                                Frame.of(FrameType.COMMAND, "vex:tools ünïcode"),
                                Frame.exit(255)));
        assertArrayEquals(largest, channel.read().orElseThrow().payload());
        assertEquals("vex:tools ünïcode", channel.read().orElseThrow().text());
        assertEquals(255, channel.read().orElseThrow().exitStatus());
        assertEquals(Optional.empty(), channel.read());
    }

    @Test
    void splitsWhatIsLargerThanAFrame() throws IOException {
        Memory memory = new Memory(new byte[0], 10_000);
        byte[] bytes = new byte[Frame.MAX_PAYLOAD_BYTES + 1];
        new FrameChannel(memory).writeAll(FrameType.OUTPUT, bytes, 0, bytes.length);
        FrameChannel channel = reading(memory.out.toByteArray());
        assertEquals(Frame.MAX_PAYLOAD_BYTES, channel.read().orElseThrow().payload().length);
        assertEquals(1, channel.read().orElseThrow().payload().length);
    }

    @Test
    void refusesALengthAboveTheLargestBeforeItAllocates() {
        byte[] lying = {(byte) FrameType.INPUT.code(), 0x7f, -1, -1, -1};
        ProtocolException e = assertThrows(ProtocolException.class, () -> reading(lying).read());
        assertEquals(
                "frame exceeds the payload of 65536 bytes [2147483647, INPUT]", e.getMessage());
        byte[] negative = {(byte) FrameType.INPUT.code(), -1, -1, -1, -1};
        assertThrows(ProtocolException.class, () -> reading(negative).read());
    }

    @Test
    void refusesAnUnknownType() {
        ProtocolException e =
                assertThrows(
                        ProtocolException.class, () -> reading(new byte[] {99, 0, 0, 0, 0}).read());
        assertEquals("frame has an unknown type [99]", e.getMessage());
    }

    @Test
    void tellsAnEndInsideAFrameFromOneBetweenFrames() throws IOException {
        byte[] whole = written(Frame.of(FrameType.COMMAND, "lb"));
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(EOFException.class, () -> reading(cut).read());
        }
    }

    @Test
    void carriesRequests() throws IOException {
        CallRequest call =
                new CallRequest(
                        "echo",
                        Optional.of(Duration.ofMillis(1500)),
                        CallRequest.Format.JSON,
                        Optional.of(Duration.ofMinutes(1)));
        assertEquals(call, CallRequest.from(call.toFrame()));
        CallRequest traced =
                new CallRequest(
                        "echo",
                        Optional.empty(),
                        CallRequest.Format.PLAIN,
                        Optional.empty(),
                        Optional.of(new CallRequest.Trace("00-1", "a=b")));
        assertEquals(traced, CallRequest.from(traced.toFrame()));
        ShellRequest shell = new ShellRequest("xterm", new TerminalSize(120, 40));
        assertEquals(shell, ShellRequest.from(shell.toFrame()));
        CallUsage usage = new CallUsage("1.0.0", 16, 5, 65536, Duration.ofNanos(12));
        assertEquals(usage, CallUsage.from(usage.toFrame()));
    }

    @Test
    void refusesRequestsThatAreCutOrGoOn() throws IOException {
        Frame whole =
                new CallRequest(
                                "echo",
                                Optional.empty(),
                                CallRequest.Format.PLAIN,
                                Optional.empty())
                        .toFrame();
        assertEquals(Optional.empty(), CallRequest.from(whole).maxWait());
        byte[] cut = Arrays.copyOf(whole.payload(), whole.payload().length - 1);
        assertThrows(
                ProtocolException.class, () -> CallRequest.from(new Frame(FrameType.CALL, cut)));
        byte[] more = Arrays.copyOf(whole.payload(), whole.payload().length + 1);
        assertThrows(
                ProtocolException.class, () -> CallRequest.from(new Frame(FrameType.CALL, more)));
        byte[] long9 = Arrays.copyOf(whole.payload(), whole.payload().length + 9);
        assertThrows(
                ProtocolException.class, () -> CallRequest.from(new Frame(FrameType.CALL, long9)));
        assertThrows(ProtocolException.class, () -> CallRequest.from(Frame.of(FrameType.STATUS)));
    }

    @Test
    void refusesAnotherProtocol() throws IOException {
        Memory memory = new Memory(new byte[0], 100);
        new Handshake(2, "9.9").send(new FrameChannel(memory));
        Handshake other = Handshake.receive(reading(memory.out.toByteArray()));
        ProtocolException e = assertThrows(ProtocolException.class, other::requireSameProtocol);
        assertEquals("vexhost 9.9 speaks version 2 of the protocol, not 1", e.getMessage());
    }

    @Test
    void refusesWhoeverIsNotVexhost() throws IOException {
        byte[] other = written(new Frame(FrameType.HELLO, new byte[] {1, 2, 3, 4, 1, 0, 0}));
        assertThrows(ProtocolException.class, () -> Handshake.receive(reading(other)));
        assertThrows(ProtocolException.class, () -> Handshake.receive(reading(new byte[0])));
    }
}

package org.vexhost.distribution.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes UTF-8 text to a terminal, always in whole characters. {@link TerminalEscapes} escapes
 * harmful characters. Bytes that are not UTF-8 become {@code \xNN}.
 */
public final class TerminalOutput extends OutputStream {

    /** The kind of the output. */
    public enum Content {
        /**
         * Valid JSON. Escaping does not change its meaning. Tabs and carriage returns between
         * tokens become blanks.
         */
        JSON,
        /** Lines of text. Line feeds and tabs are kept. */
        TEXT,
        /** Output of a terminal session. It is not changed. */
        SCREEN
    }

    private final OutputStream out;
    private final Content content;
    private final byte[] character = new byte[4];
    private int count;
    private int wanted;

    /** Creates an output of one kind that writes to a stream. */
    public TerminalOutput(OutputStream out, Content content) {
        this.out = new BufferedOutputStream(out);
        this.content = content;
    }

    @Override
    public void write(int value) throws IOException {
        if (content == Content.SCREEN) {
            out.write(value);
            return;
        }
        int b = value & 0xff;
        if (count > 0) {
            if ((b & 0xc0) == 0x80) {
                character[count++] = (byte) b;
                if (count == wanted) {
                    complete();
                }
                return;
            }
            invalid();
        }
        begin(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (content == Content.SCREEN) {
            out.write(bytes, offset, length);
            return;
        }
        int plain = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (count == 0 && bytes[i] >= 0x20 && bytes[i] != 0x7f) {
                continue;
            }
            out.write(bytes, plain, i - plain);
            write(bytes[i]);
            plain = i + 1;
        }
        out.write(bytes, plain, end - plain);
    }

    private void begin(int b) throws IOException {
        if (b < 0x80) {
            ascii(b);
            return;
        }
        wanted = b >= 0xf0 && b < 0xf8 ? 4 : b >= 0xe0 && b < 0xf0 ? 3 : b >= 0xc2 ? 2 : 0;
        if (b >= 0xf8) {
            wanted = 0;
        }
        character[0] = (byte) b;
        count = 1;
        if (wanted == 0) {
            invalid();
        }
    }

    private void ascii(int b) throws IOException {
        if (b == '\n' || (b == '\t' && content == Content.TEXT) || (b >= 0x20 && b < 0x7f)) {
            out.write(b);
        } else if (content == Content.JSON && (b == '\t' || b == '\r')) {
            // These characters occur only between tokens, where all white space has the same
            // meaning.
            out.write(' ');
        } else {
            print(TerminalEscapes.escape(b));
        }
    }

    private void complete() throws IOException {
        String text = new String(character, 0, count, StandardCharsets.UTF_8);
        int c = text.codePointAt(0);
        if (c == 0xfffd && !isReplacementCharacter()) {
            invalid();
            return;
        }
        if (TerminalEscapes.isHarmful(c)) {
            print(TerminalEscapes.escape(c));
        } else {
            out.write(character, 0, count);
        }
        count = 0;
    }

    private boolean isReplacementCharacter() {
        return count == 3
                && character[0] == (byte) 0xef
                && character[1] == (byte) 0xbf
                && character[2] == (byte) 0xbd;
    }

    private void invalid() throws IOException {
        for (int i = 0; i < count; i++) {
            print("\\x%02x".formatted(character[i] & 0xff));
        }
        count = 0;
    }

    private void print(String ascii) throws IOException {
        out.write(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /**
     * Writes the remaining bytes as escapes, because they are not a complete character. Flushes the
     * underlying stream but does not close it.
     */
    @Override
    public void close() throws IOException {
        invalid();
        out.flush();
    }
}

package org.vexhost.sandbox.output;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.vexhost.api.MessageText;
import org.vexhost.sandbox.spi.GuestOutput;

/**
 * Splits a guest's output into lines that are safe to print: decoded with replacement characters,
 * escaped and shortened. It buffers only one line at a time, however much is written.
 */
final class LineSplitter implements GuestOutput {

    /** The maximum length of a line, in bytes; the rest of the line is dropped. */
    static final int MAX_LINE_BYTES = 1024;

    private final Consumer<String> lines;
    private byte[] line = new byte[128];
    private int kept;
    private long length;
    private boolean afterReturn;

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        int end = offset + count;
        int from = offset;
        while (from < end) {
            int to = from;
            while (to < end && bytes[to] != '\n' && bytes[to] != '\r') {
                to++;
            }
            append(bytes, from, to - from);
            if (to < end) {
                terminate(bytes[to]);
            }
            from = to + 1;
        }
    }

    /** Emits the rest of an unfinished line. */
    void end() {
        if (length > 0) {
            emit();
        }
    }

    private void append(byte[] bytes, int from, int count) {
        if (count == 0) {
            return;
        }
        afterReturn = false;
        int fitting = Math.min(count, MAX_LINE_BYTES - kept);
        if (kept + fitting > line.length) {
            line = Arrays.copyOf(line, Math.min(MAX_LINE_BYTES, 2 * (kept + fitting)));
        }
        System.arraycopy(bytes, from, line, kept, fitting);
        kept += fitting;
        length += count;
    }

    /** Ends a line at a carriage return or a line feed. The two together end only one line. */
    private void terminate(byte terminator) {
        if (terminator == '\n' && afterReturn) {
            afterReturn = false;
            return;
        }
        afterReturn = terminator == '\r';
        emit();
    }

    private void emit() {
        String text =
                MessageText.escape(
                        new String(line, 0, kept, StandardCharsets.UTF_8), MAX_LINE_BYTES);
        long cut = length - kept;
        kept = 0;
        length = 0;
        lines.accept(cut == 0 ? text : text + "… [" + cut + " bytes cut]");
    }
}

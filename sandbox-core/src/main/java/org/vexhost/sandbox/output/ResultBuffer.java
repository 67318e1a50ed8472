package org.vexhost.sandbox.output;

import java.util.Arrays;
import org.vexhost.api.Json;
import org.vexhost.sandbox.spi.GuestOutput;

/** A buffer for the result that a command writes to standard output. Used by one thread. */
public final class ResultBuffer implements GuestOutput {

    private static final int FIRST_BYTES = 1024;

    private final int maxBytes;
    private byte[] bytes = new byte[0];
    private int size;

    /**
     * Creates an empty buffer.
     *
     * @param maxBytes the maximum size of the result, in bytes
     */
    public ResultBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * {@inheritDoc}
     *
     * @throws OutputTooLargeException if the result exceeds its limit
     */
    @Override
    public void write(byte[] source, int offset, int length) {
        long total = (long) size + length;
        if (total > maxBytes) {
            throw new OutputTooLargeException(total);
        }
        if (total > bytes.length) {
            long doubled = Math.max(FIRST_BYTES, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(total, doubled)));
        }
        System.arraycopy(source, offset, bytes, size, length);
        size = (int) total;
    }

    /** Returns the number of bytes written up to now. */
    public int sizeBytes() {
        return size;
    }

    /**
     * Returns the output as JSON.
     *
     * @throws org.vexhost.api.InvalidJsonException if the output is not JSON
     */
    public Json toJson() {
        return Json.parse(bytes, 0, size);
    }
}

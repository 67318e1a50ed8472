package org.vexhost.sandbox.spi;

import java.io.IOException;

/**
 * Receives the output of a guest. The output is bounded: the sandbox drops or rejects output beyond
 * the bound.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface GuestOutput {
    /**
     * Receives bytes. They are copied or processed before the method returns.
     *
     * @throws IOException if the bytes cannot be accepted; the guest gets {@code EIO}
     */
    void write(byte[] bytes, int offset, int length) throws IOException;
}

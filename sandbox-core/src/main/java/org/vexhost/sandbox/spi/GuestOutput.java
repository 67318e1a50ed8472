package org.vexhost.sandbox.spi;

import java.io.IOException;

/**
 * A destination for the output of a guest. The amount is limited: the sandbox drops or rejects
 * output beyond the limit.
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

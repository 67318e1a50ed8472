package org.vexhost.sandbox.spi;

import java.io.IOException;

/**
 * Takes what a guest writes. Bounded: output beyond the bound is dropped or rejected, as the
 * sandbox decides.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface GuestOutput {
    /**
     * Takes bytes. They are copied, or used before this returns.
     *
     * @throws IOException if they cannot be taken; the guest gets {@code EIO}
     */
    void write(byte[] bytes, int offset, int length) throws IOException;
}

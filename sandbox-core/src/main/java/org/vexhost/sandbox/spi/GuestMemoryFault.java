package org.vexhost.sandbox.spi;

/**
 * Thrown if a host function accesses a range outside of the guest's memory. Host functions that
 * return error codes return {@code EFAULT}; otherwise the guest traps. It has no stack trace.
 *
 * @since 1.0
 */
public final class GuestMemoryFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception that names the range. */
    public GuestMemoryFault(long address, long length, long size) {
        super(
                "out of bounds memory access [address %d, length %d, memory %d bytes]"
                        .formatted(address, length, size),
                null,
                false,
                false);
    }
}

package org.vexhost.wasi.calls;

import java.nio.ByteBuffer;
import org.vexhost.wasi.abi.Errno;

/**
 * An event for which a guest waits in {@code poll_oneoff}.
 *
 * @param userData a value that the guest gets back with the event
 * @param type the type of the event
 * @param clock the clock, for a clock event
 * @param timeout the timeout in unsigned nanoseconds
 * @param isAbsolute whether the timeout is a time on the clock instead of a delay from now
 * @param fd the descriptor, for an event on a descriptor
 */
record PollSubscription(
        long userData, int type, int clock, long timeout, boolean isAbsolute, int fd) {

    /** The size of a subscription in the guest's memory, in bytes. */
    static final int SIZE = 48;

    /** {@code eventtype}: a clock reaches a time. */
    static final int CLOCK = 0;

    /** {@code eventtype}: a descriptor can be read. */
    static final int READ = 1;

    /** {@code eventtype}: a descriptor can be written. */
    static final int WRITE = 2;

    /** Reads the subscription at an offset, in little-endian byte order. */
    static PollSubscription of(ByteBuffer bytes, int offset) {
        int type = bytes.get(offset + 8) & 0xFF;
        if (type > WRITE) {
            throw Errno.INVAL.asException();
        }
        return new PollSubscription(
                bytes.getLong(offset),
                type,
                bytes.getInt(offset + 16),
                bytes.getLong(offset + 24),
                (bytes.getShort(offset + 40) & 1) != 0,
                bytes.getInt(offset + 16));
    }
}

package org.vexhost.wasi.calls;

import java.nio.ByteBuffer;
import org.vexhost.wasi.abi.Errno;

/**
 * Something that a guest waits for.
 *
 * @param userData what the guest gets back with the event
 * @param type what it waits for
 * @param clock which clock, if for one
 * @param timeout unsigned nanoseconds
 * @param isAbsolute whether the timeout is a time of the clock, rather than from now
 * @param fd which descriptor, if for one
 */
record PollSubscription(
        long userData, int type, int clock, long timeout, boolean isAbsolute, int fd) {

    /** How many bytes one takes in the guest's memory. */
    static final int SIZE = 48;

    /** {@code eventtype}: a clock. */
    static final int CLOCK = 0;

    /** {@code eventtype}: reading. */
    static final int READ = 1;

    /** {@code eventtype}: writing. */
    static final int WRITE = 2;

    /** Reads the one that begins at an offset of little endian bytes. */
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

package org.vexhost.distribution.protocol;

import java.io.IOException;
import java.time.Duration;

/**
 * The resources that a call used.
 *
 * @param version the version of the tool that ran
 * @param fuelConsumed units of fuel that the guest used
 * @param hostFuelConsumed units of fuel that the host used on behalf of the guest
 * @param peakMemoryBytes largest total size of the guest's memories, in bytes
 * @param duration time that the call spent in the sandbox
 */
public record CallUsage(
        String version,
        long fuelConsumed,
        long hostFuelConsumed,
        long peakMemoryBytes,
        Duration duration) {

    /** Returns the usage as a frame. */
    public Frame toFrame() {
        return Payload.frame(
                FrameType.USAGE,
                out -> {
                    out.writeUTF(version);
                    out.writeLong(fuelConsumed);
                    out.writeLong(hostFuelConsumed);
                    out.writeLong(peakMemoryBytes);
                    out.writeLong(duration.toNanos());
                });
    }

    /**
     * Reads a usage from a frame.
     *
     * @throws ProtocolException if the frame does not contain a usage
     */
    public static CallUsage from(Frame frame) throws IOException {
        return Payload.read(
                FrameType.USAGE,
                frame,
                in ->
                        new CallUsage(
                                in.readUTF(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                Duration.ofNanos(in.readLong())));
    }
}

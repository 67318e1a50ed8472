package org.vexhost.sandbox.compile;

import java.util.Objects;
import org.vexhost.sandbox.snapshot.MemoryImage;

/**
 * Where the arrays of memories come from and go to. Every array that is taken holds only zeros, or
 * an image and zeros. Thread-safe.
 */
public interface MemoryPool {

    /** Allocates always, keeps nothing. */
    MemoryPool NONE =
            new MemoryPool() {
                @Override
                public byte[] take(int byteLength) {
                    return new byte[byteLength];
                }

                @Override
                public void give(byte[] used) {
                    Objects.requireNonNull(used, "used");
                }
            };

    /**
     * Returns an array of exactly that many bytes, all of them zero.
     *
     * @param byteLength bytes, 0 or more
     */
    byte[] take(int byteLength);

    /**
     * Returns an array that holds a memory, and zeros behind it.
     *
     * @param image the memory, and how long the array is
     */
    default byte[] take(MemoryImage image) {
        byte[] array = take(image.arrayBytes());
        image.copyTo(array);
        return array;
    }

    /**
     * Takes back an array that no guest uses any more, to be cleaned off the path of a call, or
     * dropped.
     *
     * @param used the array, with whatever the guest left in it
     */
    void give(byte[] used);
}

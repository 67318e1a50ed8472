package org.vexhost.sandbox.guest;

import java.util.Objects;
import org.vexhost.sandbox.snapshot.MemoryImage;

/**
 * A pool that supplies the arrays of memories, and takes them back. A supplied array contains only
 * zeros, or an image followed by zeros. Thread-safe.
 */
public interface MemoryPool {

    /** A pool that always allocates a new array, and drops arrays that it takes back. */
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
     * Returns an array of exactly this length, all zeros.
     *
     * @param byteLength the length in bytes, 0 or more
     */
    byte[] take(int byteLength);

    /**
     * Returns an array that contains the image of a memory, followed by zeros.
     *
     * @param image the image, which also defines the length of the array
     */
    default byte[] take(MemoryImage image) {
        byte[] array = take(image.arrayBytes());
        image.copyTo(array);
        return array;
    }

    /**
     * Takes back an array that no guest uses any longer. The pool clears the array for a later
     * guest, or drops it.
     *
     * @param used the array, with any contents
     */
    void give(byte[] used);
}

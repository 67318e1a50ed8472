package org.vexhost.sandbox.compile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/**
 * A generated class file, plain as it was made or packed as a cache keeps it. A large module has
 * tens of megabytes of them, most of which no call ever needs: those stay packed, a third of their
 * size. Immutable.
 */
final class ClassFile {

    /** What one class may come to. Chicory's compiler makes the largest. */
    private static final int MAX_BYTES = 1 << 28;

    private final byte[] content;

    /** The length of the plain file when this one is packed, or -1. */
    private final int plainBytes;

    private ClassFile(byte[] content, int plainBytes) {
        this.content = content;
        this.plainBytes = plainBytes;
    }

    /** Returns a class file that is plain. */
    static ClassFile of(byte[] plain) {
        return new ClassFile(plain, -1);
    }

    /** Returns whether a plain class file may have so many bytes. */
    static boolean isSize(int bytes) {
        return bytes >= 0 && bytes <= MAX_BYTES;
    }

    /**
     * Returns a class file that is packed.
     *
     * @param packed what {@link #packed()} gave
     * @param plainBytes the length of the plain file
     */
    static ClassFile ofPacked(byte[] packed, int plainBytes) {
        if (!isSize(plainBytes)) {
            throw new IllegalArgumentException("length of a class file: " + plainBytes);
        }
        return new ClassFile(packed, plainBytes);
    }

    /** Returns the length of the plain file, in bytes. */
    int size() {
        return plainBytes < 0 ? content.length : plainBytes;
    }

    /**
     * Returns the plain file.
     *
     * @throws ClassFormatError when what was said to be packed is not
     */
    byte[] plain() {
        if (plainBytes < 0) {
            return content;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(content);
            byte[] plain = new byte[plainBytes];
            int length = 0;
            while (length < plainBytes) {
                int more = inflater.inflate(plain, length, plainBytes - length);
                if (more == 0) {
                    throw new ClassFormatError("packed class file ends too early");
                }
                length += more;
            }
            return plain;
        } catch (DataFormatException e) {
            ClassFormatError error = new ClassFormatError("packed class file is damaged");
            error.initCause(e);
            throw error;
        } finally {
            inflater.end();
        }
    }

    /** Returns the file packed. */
    byte[] packed() {
        if (plainBytes >= 0) {
            return content;
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            var packed = new ByteArrayOutputStream(content.length / 2 + 64);
            try (var out = new DeflaterOutputStream(packed, deflater, 1 << 13)) {
                out.write(content);
            }
            return packed.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        } finally {
            deflater.end();
        }
    }
}

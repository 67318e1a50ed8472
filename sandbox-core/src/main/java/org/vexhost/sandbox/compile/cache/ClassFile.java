package org.vexhost.sandbox.compile.cache;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/**
 * A generated class file, either plain or compressed as in the cache. A large module has tens of
 * megabytes of class files, and calls never need most of them. Such files stay compressed, which
 * takes a third of their size. Immutable.
 */
public final class ClassFile {

    /**
     * The maximum size of one class file, in bytes. Chicory's compiler generates the largest files.
     */
    private static final int MAX_BYTES = 1 << 28;

    private final byte[] content;

    /** The size of the plain file in bytes if this file is compressed, or -1. */
    private final int plainBytes;

    private ClassFile(byte[] content, int plainBytes) {
        this.content = content;
        this.plainBytes = plainBytes;
    }

    /** Returns a plain class file. */
    public static ClassFile of(byte[] plain) {
        return new ClassFile(plain, -1);
    }

    /** Returns whether a plain class file may have this size. */
    static boolean isSize(int bytes) {
        return bytes >= 0 && bytes <= MAX_BYTES;
    }

    /**
     * Returns a compressed class file.
     *
     * @param packed the result of {@link #packed()}
     * @param plainBytes the size of the plain file, in bytes
     */
    public static ClassFile ofPacked(byte[] packed, int plainBytes) {
        if (!isSize(plainBytes)) {
            throw new IllegalArgumentException("length of a class file: " + plainBytes);
        }
        return new ClassFile(packed, plainBytes);
    }

    /** Returns the size of the plain file, in bytes. */
    public int size() {
        return plainBytes < 0 ? content.length : plainBytes;
    }

    /**
     * Returns the plain file.
     *
     * @throws ClassFormatError if the compressed data is damaged
     */
    public byte[] plain() {
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

    /** Returns the compressed file. */
    public byte[] packed() {
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

package org.vexhost.api;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable JSON text in UTF-8 that is well-formed according to RFC 8259. It has no byte order
 * mark, and nothing but white space before or after the value. As the RFC permits, names in an
 * object may repeat. Code that builds a tree from the text decides what repeated names mean.
 *
 * <p>This class does not build a tree, so a text of 10 MiB needs only 10 MiB. Two texts are equal
 * if their bytes are equal.
 *
 * @since 1.0
 */
public final class Json {

    /** The maximum size of a text: 64 MiB. */
    public static final int MAX_BYTES = 64 << 20;

    /** The maximum nesting of arrays and objects: 512. */
    public static final int MAX_DEPTH = 512;

    /** The empty object, <code>{}</code>. */
    public static final Json EMPTY_OBJECT = parse("{}");

    private final byte[] utf8;

    private Json(byte[] utf8) {
        this.utf8 = utf8;
    }

    /**
     * Checks a text, and returns it as JSON.
     *
     * @throws InvalidJsonException if the text is not well-formed, too large, or nested too deeply
     */
    public static Json parse(String text) {
        requireSize(text.length());
        ByteBuffer encoded;
        try {
            encoded =
                    StandardCharsets.UTF_8
                            .newEncoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new InvalidJsonException("text has an unpaired surrogate", 0);
        }
        requireSize(encoded.remaining());
        JsonLibrary.check(text.toCharArray(), text.length());
        byte[] utf8 = new byte[encoded.remaining()];
        encoded.get(utf8);
        return new Json(utf8);
    }

    /**
     * Checks a text in UTF-8, and returns it as JSON. The bytes are copied.
     *
     * @throws InvalidJsonException if the text is not UTF-8, not well-formed, too large, or nested
     *     too deeply
     */
    public static Json parse(byte[] utf8) {
        return parse(utf8, 0, utf8.length);
    }

    /**
     * Checks a text in UTF-8 that is part of an array, and returns it as JSON. The bytes are copied
     * once.
     *
     * @param offset the offset of the text in the array, in bytes
     * @param length the length of the text, in bytes
     * @throws IndexOutOfBoundsException if the range is not in the array
     * @throws InvalidJsonException if the text is not UTF-8, not well-formed, too large, or nested
     *     too deeply
     */
    public static Json parse(byte[] utf8, int offset, int length) {
        requireSize(length);
        byte[] copy = Arrays.copyOfRange(utf8, offset, offset + length);
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(copy));
        } catch (CharacterCodingException e) {
            throw new InvalidJsonException("text is not UTF-8", 0);
        }
        JsonLibrary.check(text.array(), text.remaining());
        return new Json(copy);
    }

    /** Wraps bytes from this package's own renderer without checking them. */
    static Json trusted(byte[] utf8) {
        return new Json(utf8);
    }

    /** Returns the text. */
    public String text() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Returns a copy of the bytes. */
    public byte[] utf8() {
        return utf8.clone();
    }

    /** Returns the size in bytes, 1 to {@link #MAX_BYTES}. */
    public int sizeBytes() {
        return utf8.length;
    }

    /** Copies the bytes into an array at an offset. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(utf8, 0, target, offset, utf8.length);
    }

    /**
     * Returns the SHA-256 of the bytes, as {@code sha256:} and 64 hexadecimal digits. It is
     * computed on each call of this method.
     */
    public String sha256() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(utf8);
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Returns a stream over the bytes, without copying them. */
    public InputStream newInputStream() {
        return new ByteArrayInputStream(utf8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && Arrays.equals(utf8, json.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    /** Returns the text, like {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }

    private static void requireSize(long bytes) {
        if (bytes > MAX_BYTES) {
            throw new InvalidJsonException(
                    "text exceeds the size of %s bytes [%d]"
                            .formatted(MessageText.bytes(MAX_BYTES), bytes),
                    0);
        }
    }
}

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
 * An immutable JSON text in UTF-8, known to be well-formed: strict RFC 8259, no byte order mark,
 * and only white space before or after the value. Names in an object may repeat, as the RFC
 * permits; the reader that builds a tree decides what repeated names mean.
 *
 * <p>This interface has no tree, so a text of 10 MiB needs only 10 MiB. Two texts are equal if
 * their bytes are equal.
 *
 * @since 1.0
 */
public final class Json {

    /** The largest text: 64 MiB. */
    public static final int MAX_BYTES = 64 << 20;

    /** The deepest nesting of arrays and objects: 512. */
    public static final int MAX_DEPTH = 512;

    /** <code>{}</code>. */
    public static final Json EMPTY_OBJECT = parse("{}");

    private final byte[] utf8;

    private Json(byte[] utf8) {
        this.utf8 = utf8;
    }

    /**
     * Checks a text.
     *
     * @throws InvalidJsonException if it is not well-formed, too large or too deep
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
     * Checks a text in UTF-8. The bytes are copied.
     *
     * @throws InvalidJsonException if it is not UTF-8, not well-formed, too large or too deep
     */
    public static Json parse(byte[] utf8) {
        return parse(utf8, 0, utf8.length);
    }

    /**
     * Checks a text in UTF-8 that is part of an array. The bytes are copied, once.
     *
     * @param offset where it begins, in bytes
     * @param length how long it is, in bytes
     * @throws IndexOutOfBoundsException if the range is not in the array
     * @throws InvalidJsonException if it is not UTF-8, not well-formed, too large or too deep
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

    /** Wraps bytes from this package's own renderer without a check. */
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

    /** Copies the bytes directly into an array. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(utf8, 0, target, offset, utf8.length);
    }

    /**
     * Computes the SHA-256 of the bytes on each call, and returns it as {@code sha256:} and 64
     * hexadecimal digits.
     */
    public String sha256() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(utf8);
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Returns a stream over the bytes, without a copy. */
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

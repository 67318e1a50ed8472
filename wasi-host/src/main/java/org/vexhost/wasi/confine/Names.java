package org.vexhost.wasi.confine;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.vexhost.wasi.abi.Errno;

/**
 * Converts the bytes of names to paths and back, independently of the locale.
 *
 * <p>{@link Path#of(String, String...)} uses the encoding of the JVM's locale. Under {@code
 * LC_ALL=C}, it fails for names that are not ASCII. In a file URI, however, escapes represent
 * bytes. A path that is created from a URI has exactly these bytes.
 */
public final class Names {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /**
     * A path below which nothing can exist. Creating the URI of a path below it therefore does not
     * examine a real file.
     */
    private static final Path NOWHERE = Path.of("/dev/null");

    private Names() {}

    /**
     * Creates a relative path from bytes.
     *
     * @param bytes not empty, without a leading slash, and without a zero byte
     */
    public static Path toPath(byte[] bytes) {
        if (isAscii(bytes)) {
            return Path.of(new String(bytes, StandardCharsets.US_ASCII));
        }
        StringBuilder uri = new StringBuilder("file:///");
        for (byte each : bytes) {
            if (each == '/' || isPlain(each)) {
                uri.append((char) each);
            } else {
                uri.append('%').append(HEX[(each >> 4) & 15]).append(HEX[each & 15]);
            }
        }
        Path absolute = Path.of(URI.create(uri.toString()));
        return absolute.subpath(0, absolute.getNameCount());
    }

    /** Returns the bytes of a relative path. */
    public static byte[] toBytes(Path relative) {
        String text = relative.toString();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == text.length()) {
            return bytes;
        }
        String escaped = NOWHERE.resolve(relative).toUri().getRawPath();
        return unescape(escaped, NOWHERE.toString().length() + 1);
    }

    private static byte[] unescape(String escaped, int start) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int i = start; i < escaped.length(); i++) {
            char each = escaped.charAt(i);
            if (each == '%') {
                bytes.write(
                        Character.digit(escaped.charAt(i + 1), 16) << 4
                                | Character.digit(escaped.charAt(i + 2), 16));
                i += 2;
            } else {
                bytes.write(each);
            }
        }
        return bytes.toByteArray();
    }

    /**
     * Checks a path or a link target from the guest.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code ILSEQ} if it is not UTF-8 or contains
     *     a zero byte
     */
    public static void check(byte[] bytes) {
        if (isAscii(bytes)) {
            for (byte each : bytes) {
                if (each == 0) {
                    throw Errno.ILSEQ.asException();
                }
            }
        } else if (!isUtf8(bytes)) {
            throw Errno.ILSEQ.asException();
        }
    }

    /** Returns whether the bytes are UTF-8 without a zero byte. */
    public static boolean isUtf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes))
                            .toString()
                            .indexOf(0)
                    < 0;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(byte each) {
        return (each >= 'a' && each <= 'z')
                || (each >= 'A' && each <= 'Z')
                || (each >= '0' && each <= '9')
                || each == '-'
                || each == '_'
                || each == '.';
    }
}

package org.vexhost.http.redact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Computes the forms that a value can have in a text without escapes: plain, hexadecimal and
 * Base64.
 */
final class Forms {

    private Forms() {}

    /**
     * Returns the forms of a value. Base64 encodes groups of three bytes, so there is one Base64
     * form for each position in a group at which the value can begin. A form contains only the
     * characters that do not depend on the bytes around the value.
     *
     * @param value 3 bytes or more
     */
    static List<byte[]> of(byte[] value) {
        return List.of(
                value.clone(),
                ascii(HexFormat.of().formatHex(value)),
                ascii(HexFormat.of().withUpperCase().formatHex(value)),
                base64(Base64.getEncoder(), value, 0),
                base64(Base64.getEncoder(), value, 1),
                base64(Base64.getEncoder(), value, 2),
                base64(Base64.getUrlEncoder(), value, 0),
                base64(Base64.getUrlEncoder(), value, 1),
                base64(Base64.getUrlEncoder(), value, 2));
    }

    private static byte[] base64(Base64.Encoder encoder, byte[] value, int before) {
        byte[] shifted = new byte[before + value.length];
        System.arraycopy(value, 0, shifted, before, value.length);
        byte[] text = encoder.encode(shifted);
        int from = (8 * before + 5) / 6;
        int to = 8 * shifted.length / 6;
        return Arrays.copyOfRange(text, from, to);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package org.vexhost.http.redact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The forms of a value in text without escapes: as it is, in hexadecimal, in Base64. */
final class Forms {

    private Forms() {}

    /**
     * Returns the forms of a value. The Base64 forms contain only characters that depend on the
     * value alone, one form for each of its possible positions in a group of three bytes.
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

package org.vexhost.loader.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.vexhost.api.MessageText;

/**
 * Shortens text so that different texts stay different: shortened text ends with a digest of the
 * whole text.
 */
public final class CutText {

    /** The length of the digest. It is long enough that nobody can find collisions. */
    private static final int DIGEST_BYTES = 16;

    private CutText() {}

    /** Escapes text for messages, and shortens it if it is too long. */
    public static String escape(String text, int maxLength) {
        String cut = MessageText.escape(text, maxLength);
        return text.length() <= maxLength ? cut : cut + digest(text);
    }

    /** Shortens text that is already escaped. */
    static String ofEscaped(String text, int maxLength) {
        return text.length() <= maxLength
                ? text
                : MessageText.printable(text.substring(0, maxLength)) + "…" + digest(text);
    }

    /** Returns the end of a shortened text, which contains the digest. */
    static String digest(String text) {
        try {
            byte[] all =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "[sha256 "
                    + HexFormat.of().formatHex(Arrays.copyOf(all, DIGEST_BYTES))
                    + "… of %d characters]".formatted(text.length());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

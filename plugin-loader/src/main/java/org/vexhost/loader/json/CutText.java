package org.vexhost.loader.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.vexhost.api.MessageText;

/**
 * Cuts text so that two texts that differ still do: what is cut ends with a digest of all of it.
 */
public final class CutText {

    /** Long enough that nobody finds two texts that share it. */
    private static final int DIGEST_BYTES = 16;

    private CutText() {}

    /** Escaped for messages, and cut. */
    public static String escape(String text, int maxLength) {
        String cut = MessageText.escape(text, maxLength);
        return text.length() <= maxLength ? cut : cut + digest(text);
    }

    /** Of text that is escaped already. */
    static String ofEscaped(String text, int maxLength) {
        return text.length() <= maxLength
                ? text
                : MessageText.printable(text.substring(0, maxLength)) + "…" + digest(text);
    }

    /** For the end of a text that was cut. */
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

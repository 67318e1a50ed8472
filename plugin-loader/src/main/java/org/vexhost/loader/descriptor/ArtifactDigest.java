package org.vexhost.loader.descriptor;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The digest that identifies an artifact: SHA-256(SHA-256(descriptor) ‖ SHA-256(module)). Both
 * inner digests are used as their 32 raw bytes. Grants and approvals name this digest, so a change
 * of the descriptor alone makes another artifact.
 *
 * <p>Both parts are digested byte for byte, as they were deployed:
 *
 * <ul>
 *   <li>a file pair and a folder: the bytes of the two files;
 *   <li>a jar: the bytes of {@code tool.json} and of the module, uncompressed. Its other entries
 *       and its compression are ignored, because they are not used;
 *   <li>a single file: the descriptor is the content of the custom section {@code vexhost.tool},
 *       after the section's name. The module is the whole file, including that section.
 * </ul>
 *
 * @param text {@code sha256:} and 64 lower-case hexadecimal digits
 * @param moduleSha256 SHA-256 of the module alone, 64 lower-case hexadecimal digits
 */
public record ArtifactDigest(String text, String moduleSha256) {

    /** The form of the text. */
    public static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    private static final String PREFIX = "sha256:";

    /** Checks the forms. */
    public ArtifactDigest {
        if (!FORM.matcher(text).matches() || !FORM.matcher(PREFIX + moduleSha256).matches()) {
            throw new IllegalArgumentException(
                    "artifact digest is not of its form [%s, module %s]"
                            .formatted(text, moduleSha256));
        }
    }

    /** Computes the digest of an artifact. No other code computes artifact digests. */
    public static ArtifactDigest of(byte[] descriptor, byte[] module) {
        MessageDigest sha256 = sha256();
        byte[] ofDescriptor = sha256.digest(descriptor);
        byte[] ofModule = sha256.digest(module);
        sha256.update(ofDescriptor);
        sha256.update(ofModule);
        HexFormat hex = HexFormat.of();
        return new ArtifactDigest(PREFIX + hex.formatHex(sha256.digest()), hex.formatHex(ofModule));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

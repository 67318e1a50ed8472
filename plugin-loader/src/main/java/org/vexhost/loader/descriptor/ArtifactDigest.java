package org.vexhost.loader.descriptor;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What tells an artifact from every other one: SHA-256(SHA-256(descriptor) ‖ SHA-256(module)). Both
 * inner digests are their 32 raw bytes. Operators grant and approve this, so a change of a
 * descriptor alone is another artifact.
 *
 * <p>Both parts count as they were deployed, byte for byte:
 *
 * <ul>
 *   <li>a file pair and a folder: the bytes of the two files;
 *   <li>a jar: the bytes of {@code tool.json} and of the module, uncompressed. Its other entries,
 *       and how it is packed, do not count: nothing of them is used;
 *   <li>a single file: the descriptor is the content of the custom section {@code vexhost.tool},
 *       what follows the section's name; the module is the whole file, that section included.
 * </ul>
 *
 * @param text {@code sha256:} and 64 lower-case hexadecimal digits
 * @param moduleSha256 SHA-256 of the module alone, 64 lower-case hexadecimal digits
 */
public record ArtifactDigest(String text, String moduleSha256) {

    /** What the text looks like. */
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

    /** The digest of an artifact; the one place where it is computed. */
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

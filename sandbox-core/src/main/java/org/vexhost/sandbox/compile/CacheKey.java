package org.vexhost.sandbox.compile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.vexhost.sandbox.binary.Digests;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.codegen.runtime.AccessChoice;

/**
 * Computes the cache key of compiled code, and the package of its classes. Equal keys mean equal
 * classes.
 */
final class CacheKey {

    /**
     * The version of generated code. Increase it whenever the validation of code, the meter, the
     * rewriting, or the classes that generated code uses change.
     */
    private static final int ENGINE_VERSION = 20;

    private static final String CHICORY_VERSION = "1.7.5";

    private CacheKey() {}

    static String of(ModuleLayout layout, CompileOptions options) {
        MessageDigest digest = Digests.sha256();
        digest.update(
                String.join(
                                "/",
                                "engine",
                                Integer.toString(ENGINE_VERSION),
                                "chicory",
                                CHICORY_VERSION,
                                "jdk",
                                Runtime.version().toString(),
                                options.mode().name(),
                                options.nans().name(),
                                AccessChoice.BOUNDED.getSimpleName())
                        .getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(layout.sha256()));
    }

    /**
     * Returns the package of the classes with a given key, which contains half of the key. The
     * author of a module can therefore not choose the names of its classes. The JVM recognizes
     * classes in its archive (CDS) by their name, size and CRC-32, and only the name is a secure
     * part of these.
     */
    static String packageName(String key) {
        byte[] half = HexFormat.of().parseHex(key, 0, key.length() / 2);
        return "guest." + Base64.getUrlEncoder().withoutPadding().encodeToString(half);
    }
}

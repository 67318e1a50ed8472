package org.vexhost.sandbox.compile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes the cache key of compiled code. Equal keys mean equal classes. */
final class CacheKey {

    /**
     * The version of generated code. Increase it whenever the meter, the rewriting, or the classes
     * that generated code uses change.
     */
    private static final int ENGINE_VERSION = 13;

    private static final String CHICORY_VERSION = "1.7.5";

    private CacheKey() {}

    static String of(byte[] module, CompileOptions options) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
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
                                    options.nans().name())
                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(module));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

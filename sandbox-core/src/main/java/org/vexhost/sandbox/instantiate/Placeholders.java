package org.vexhost.sandbox.instantiate;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The placeholders of secrets in one call. They cannot be guessed, and are meaningless in other
 * calls. Thread-safe, since HTTP requests run on other threads.
 */
final class Placeholders {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private final Map<String, String> bySecret = new ConcurrentHashMap<>();

    String of(String secret) {
        return bySecret.computeIfAbsent(secret, name -> make());
    }

    private static String make() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return "vexsecret_" + HexFormat.of().formatHex(random);
    }
}

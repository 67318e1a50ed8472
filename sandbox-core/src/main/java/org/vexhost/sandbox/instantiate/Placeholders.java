package org.vexhost.sandbox.instantiate;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stands for secrets in one call. Nobody can guess one, and none means anything in another
 * call. Thread-safe: requests ask on threads of their own.
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

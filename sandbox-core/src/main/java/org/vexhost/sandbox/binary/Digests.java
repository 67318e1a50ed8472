package org.vexhost.sandbox.binary;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Creates message digests of an algorithm that every Java platform has. */
public final class Digests {

    private Digests() {}

    /** Returns a new digest of the algorithm SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

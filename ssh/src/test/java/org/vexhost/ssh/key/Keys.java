package org.vexhost.ssh.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/** Keys and files for tests. */
final class Keys {

    static {
        JdkEdDsaRegistrar.register();
    }

    private Keys() {}

    static KeyPair make(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The type and the key, as a line contains them. */
    static String text(KeyPair pair) {
        return PublicKeyEntry.toString(pair.getPublic());
    }

    static String fingerprint(KeyPair pair) {
        return KeyUtils.getFingerPrint(pair.getPublic());
    }

    static void mode(Path path, String permissions) throws IOException {
        Path ignored =
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}

package org.vexhost.ssh.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The host key")
@DisabledOnOs(OS.WINDOWS)
class HostKeyTest {

    @TempDir private Path home = Path.of(".");

    private Path file() {
        return home.resolve("etc/ssh/host_key");
    }

    private HostKey key() throws IOException {
        return new HostKey(file(), Files.getOwner(home));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void isMadeOnceAndForTheHostsUserAlone() throws Exception {
        KeyPair made = key().load();
        assertEquals("ssh-ed25519", KeyUtils.getKeyType(made));
        assertEquals("rwx------", mode(file().getParent()));
        assertEquals("rw-------", mode(file()));
        assertTrue(Files.readString(file()).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----"));
        assertTrue(
                Files.readString(home.resolve("etc/ssh/host_key.pub")).startsWith(Keys.text(made)));
        try (var files = Files.list(file().getParent())) {
            assertEquals(2, files.count());
        }
        KeyPair read = key().load();
        assertEquals(made.getPublic(), read.getPublic());
        assertTrue(isPair(made.getPublic(), read));
    }

    private static boolean isPair(PublicKey open, KeyPair pair) throws Exception {
        byte[] text = {1, 2, 3};
        Signature signer = BuiltinSignatures.ed25519.create();
        signer.initSigner(null, pair.getPrivate());
        signer.update(null, text);
        byte[] signature = signer.sign(null);
        Signature verifier = BuiltinSignatures.ed25519.create();
        verifier.initVerifier(null, open);
        verifier.update(null, text);
        return verifier.verify(null, signature);
    }

    @Test
    void isRejectedIfOthersMayReadOrWriteIt() throws IOException {
        KeyPair made = key().load();
        for (String open : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"}) {
            Keys.mode(file(), open);
            assertEquals(
                    "others can read or write '%s' [%s]; change that by chmod 600"
                            .formatted(file().toRealPath(), open),
                    assertThrows(IOException.class, () -> key().load()).getMessage());
        }
        Keys.mode(file(), "rw-------");
        Keys.mode(file().getParent(), "rwxrwx---");
        assertEquals(
                "others can write to '%s' [rwxrwx---]; change that by chmod go-w"
                        .formatted(file().getParent().toRealPath()),
                assertThrows(IOException.class, () -> key().load()).getMessage());
        Keys.mode(file().getParent(), "rwx------");
        assertEquals(made.getPublic(), key().load().getPublic());
    }

    @Test
    void isRejectedIfItIsNotAKey() throws IOException {
        KeyPair ignored = key().load();
        Path written = Files.writeString(file(), "not a key");
        assertTrue(
                String.valueOf(assertThrows(IOException.class, () -> key().load()).getMessage())
                        .startsWith("'%s' ".formatted(written)));
    }
}

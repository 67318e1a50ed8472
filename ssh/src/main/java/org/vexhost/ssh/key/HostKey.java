package org.vexhost.ssh.key;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Iterator;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * The file of the host's own key, in the format of OpenSSH. The key is made when the file does not
 * exist: Ed25519, or ECDSA with P-256 if the JDK lacks Ed25519. Nobody but the host's user may read
 * or write the file.
 */
public final class HostKey {

    private static final int MAX_BYTES = 65_536;
    private static final String COMMENT = "vexhost";

    private final Path file;
    private final UserPrincipal self;

    /**
     * Creates a key that has not been read.
     *
     * @param self the host's user
     */
    public HostKey(Path file, UserPrincipal self) {
        this.file = file;
        this.self = self;
    }

    /**
     * Reads the key, or makes and writes it.
     *
     * @throws IOException if the file is not trusted, invalid, or cannot be read or written; the
     *     message names the file and the reason
     */
    public KeyPair load() throws IOException {
        JdkEdDsaRegistrar.register();
        try {
            return parse(
                    new TrustedFile(file, self, TrustedFile.Others.MAY_NOTHING, MAX_BYTES).read());
        } catch (NoSuchFileException e) {
            return make();
        }
    }

    private KeyPair parse(byte[] content) throws IOException {
        try {
            Iterable<KeyPair> found =
                    SecurityUtils.loadKeyPairIdentities(
                            null,
                            NamedResource.ofName(file.toString()),
                            new ByteArrayInputStream(content),
                            FilePasswordProvider.EMPTY);
            if (found != null) {
                Iterator<KeyPair> each = found.iterator();
                if (each.hasNext()) {
                    return requireSupported(each.next());
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IOException(
                    "'%s' is not a private key without a passphrase [%s]"
                            .formatted(file, e.getMessage()),
                    e);
        }
        throw new IOException("'%s' contains no private key".formatted(file));
    }

    private KeyPair requireSupported(KeyPair pair) throws IOException {
        String type = KeyUtils.getKeyType(pair);
        if (!Set.copyOf(KeyLine.TYPES).contains(type)) {
            throw new IOException("'%s' has a key of type '%s'".formatted(file, type));
        }
        return pair;
    }

    private KeyPair make() throws IOException {
        try {
            KeyPair pair = generate();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, COMMENT, null, out);
            ByteArrayOutputStream open = new ByteArrayOutputStream();
            OpenSSHKeyPairResourceWriter.INSTANCE.writePublicKey(pair.getPublic(), COMMENT, open);
            write(out.toByteArray(), open.toByteArray());
            return pair;
        } catch (GeneralSecurityException e) {
            throw new IOException("host key cannot be made [%s]".formatted(e.getMessage()), e);
        }
    }

    private static KeyPair generate() throws GeneralSecurityException {
        if (JdkEdDsaRegistrar.isAvailable()) {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private void write(byte[] secret, byte[] open) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("'%s' has no folder".formatted(file));
        }
        boolean isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode(isPosix, "rwx------"));
        }
        replace(file.resolveSibling(file.getFileName() + ".pub"), open, isPosix);
        replace(file, secret, isPosix);
    }

    private static void replace(Path target, byte[] content, boolean isPosix) throws IOException {
        Path draft = target.resolveSibling("." + target.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try (FileChannel channel =
                FileChannel.open(
                        draft,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        mode(isPosix, "rw-------"))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                int ignored = channel.write(rest);
            }
            channel.force(true);
        }
        Path ignored = Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] mode(boolean isPosix, String permissions) {
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}

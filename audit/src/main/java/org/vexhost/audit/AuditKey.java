package org.vexhost.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vexhost.api.Json;

/**
 * The key for the digests that replace arguments and results in the log. Whoever has the key can
 * check whether a known text was the argument or result. Thread-safe.
 */
final class AuditKey {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int HEX_LENGTH = 2 * BYTES;

    private final SecretKeySpec key;

    private AuditKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Reads a key, and creates a random key if the file does not exist.
     *
     * @throws IOException if the file cannot be read or created, is not a key, or is accessible to
     *     other users
     */
    static AuditKey of(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            make(file);
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > 1_000) {
            throw new IOException("'%s' is not a key".formatted(file));
        }
        if (!OwnerOnly.is(file)) {
            throw new IOException(
                    "'%s' can be read or written by others than its owner; chmod 600 closes it"
                            .formatted(file));
        }
        String text = Files.readString(file).strip();
        if (text.length() != HEX_LENGTH) {
            throw new IOException("'%s' is not a key".formatted(file));
        }
        try {
            return new AuditKey(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException e) {
            throw new IOException("'%s' is not a key".formatted(file), e);
        }
    }

    /** Creates the file, completely or not at all. Other users can never read it. */
    private static void make(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Path made = Files.createTempFile(file.getParent(), ".audit", ".key", OwnerOnly.in(file));
        try {
            try (FileChannel out = FileChannel.open(made, StandardOpenOption.WRITE)) {
                ByteBuffer text =
                        ByteBuffer.wrap(
                                (HexFormat.of().formatHex(random) + "\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                while (text.hasRemaining()) {
                    int ignored = out.write(text);
                }
                out.force(true);
            }
            Path ignored = Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(made);
        } catch (IOException e) {
            Files.deleteIfExists(made);
            throw e;
        }
    }

    /** Returns the HMAC-SHA-256 of a JSON text in UTF-8, in hexadecimal. */
    String of(Json json) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(json.utf8()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("JDK lacks " + ALGORITHM, e);
        }
    }
}

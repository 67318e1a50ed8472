package org.vexhost.http.secret;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Grant;
import org.vexhost.api.SecretSource;

/**
 * A source that reads secrets from the folder {@code etc/secrets}. Each file is a secret with the
 * name of the file. A file is read for each request, so the next request uses a renewed secret.
 * Thread-safe.
 */
public final class SecretFolder implements SecretSource {

    private static final int MAX_FILES = 1_000;

    /** The maximum size of a file: a value, plus the line end that editors add. */
    private static final int MAX_FILE_BYTES = SecretValues.MAX_BYTES + 2;

    private static final Set<OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private static final Set<PosixFilePermission> OWNER =
            Set.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final Path folder;

    /** Creates a source for a folder, which need not exist. */
    public SecretFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (isName(name)
                        && names.size() < MAX_FILES
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    names.add(name);
                }
            }
            return names;
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw new UnusableSecretException("etc/secrets cannot be read");
        }
    }

    private static boolean isName(String text) {
        try {
            return Grant.Secret.requireName(text).equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public Optional<byte[]> read(String name) {
        if (!isName(name)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(folder)) {
            byte[] content =
                    opened instanceof SecureDirectoryStream<Path> secure
                            ? byHandle(secure, Path.of(name))
                            : byName(folder.resolve(name));
            return Optional.of(value(content));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UnusableSecretException(
                    "cannot be read [%s]".formatted(e.getClass().getSimpleName()));
        }
    }

    private byte[] byHandle(SecureDirectoryStream<Path> opened, Path name) throws IOException {
        PosixFileAttributeView view =
                opened.getFileAttributeView(
                        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        UserPrincipal self = Files.getOwner(folder);
        @Nullable Object seen = requirePrivate(view.readAttributes(), self);
        try (SeekableByteChannel channel = opened.newByteChannel(name, READ)) {
            @Nullable Object there = requirePrivate(view.readAttributes(), self);
            if (seen == null || !seen.equals(there)) {
                throw new UnusableSecretException("was replaced while it was opened");
            }
            return content(channel);
        }
    }

    /**
     * Reads a file by its path. This is for platforms that cannot open files through the handle of
     * their folder.
     */
    private static byte[] byName(Path file) throws IOException {
        BasicFileAttributeView view =
                Files.getFileAttributeView(
                        file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        requireFile(view.readAttributes());
        try (SeekableByteChannel channel = Files.newByteChannel(file, READ)) {
            requireFile(view.readAttributes());
            return content(channel);
        }
    }

    private static void requireFile(BasicFileAttributes facts) {
        if (!facts.isRegularFile()) {
            throw new UnusableSecretException("is not a file");
        }
    }

    /**
     * Checks that a file belongs to the owner of {@code etc/secrets} or to root, and that nobody
     * else can access it. Returns the key of the file.
     */
    private static @Nullable Object requirePrivate(PosixFileAttributes facts, UserPrincipal self) {
        requireFile(facts);
        if (!facts.owner().equals(self) && !"root".equals(facts.owner().getName())) {
            throw new UnusableSecretException(
                    "belongs to another user than etc/secrets does; change that by 'chown'");
        }
        if (!OWNER.containsAll(facts.permissions())) {
            throw new UnusableSecretException(
                    "can be read or written by others; change that by 'chmod 600', and renew it");
        }
        return facts.fileKey();
    }

    private static byte[] content(SeekableByteChannel channel) throws IOException {
        return Channels.newInputStream(channel).readNBytes(MAX_FILE_BYTES + 1);
    }

    /** Returns the value without the line end, and overwrites the original copy. */
    private static byte[] value(byte[] content) {
        int length = content.length;
        if (length > 0 && content[length - 1] == '\n') {
            length--;
            if (length > 0 && content[length - 1] == '\r') {
                length--;
            }
        }
        byte[] value = Arrays.copyOf(content, length);
        Arrays.fill(content, (byte) 0);
        return SecretValues.require(value);
    }
}

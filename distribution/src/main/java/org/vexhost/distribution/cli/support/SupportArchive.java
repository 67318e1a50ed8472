package org.vexhost.distribution.cli.support;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.vexhost.distribution.host.FileTrust;

/**
 * A zip file that only its owner can read. A {@link TextRedaction} removes secrets from all
 * content. If the archive is closed before it is finished, the file is deleted.
 */
final class SupportArchive implements AutoCloseable {

    /** The largest part that is read from the end of a file: 4 MiB. */
    static final int MAX_FILE_BYTES = 4 << 20;

    private static final String FOLDER = "vexhost-support/";

    private final Path file;
    private final ZipOutputStream zip;
    private final TextRedaction redaction;
    private final Set<String> names = new HashSet<>();
    private boolean isFinished;

    private SupportArchive(Path file, ZipOutputStream zip, TextRedaction redaction) {
        this.file = file;
        this.zip = zip;
        this.redaction = redaction;
    }

    /**
     * Creates the file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     */
    static SupportArchive create(Path file, TextRedaction redaction) throws IOException {
        FileAttribute<?>[] mode =
                FileTrust.hasOwners(file)
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        SeekableByteChannel channel =
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        mode);
        return new SupportArchive(
                file, new ZipOutputStream(Channels.newOutputStream(channel)), redaction);
    }

    /**
     * Adds a text as an entry.
     *
     * @param name path of the entry; characters with a special meaning on some systems are replaced
     */
    void add(String name, String text) throws IOException {
        String safe = name.replaceAll("[^A-Za-z0-9._/-]", "_").replace("..", "__");
        String unique = safe;
        for (int i = 2; !names.add(unique); i++) {
            unique = safe + "-" + i;
        }
        zip.putNextEntry(new ZipEntry(FOLDER + unique));
        zip.write(redaction.of(text).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    /**
     * Adds an extract of the end of a file. Does nothing if the file does not exist or is a link.
     *
     * @param extract receives only whole lines, so that every secret in them is complete
     */
    void addEnd(String name, Path source, UnaryOperator<String> extract) throws IOException {
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        String text;
        try (SeekableByteChannel in =
                Files.newByteChannel(
                        source, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long from = Math.max(0, in.size() - MAX_FILE_BYTES);
            byte[] bytes = Channels.newInputStream(in.position(from)).readNBytes(MAX_FILE_BYTES);
            text = new String(bytes, StandardCharsets.UTF_8);
            if (from > 0) {
                text = text.substring(text.indexOf('\n') + 1);
            }
        } catch (IOException e) {
            add(name, "cannot be read [%s]\n".formatted(e.getClass().getSimpleName()));
            return;
        }
        add(name, extract.apply(text));
    }

    /** Completes the file. */
    void finish() throws IOException {
        zip.finish();
        isFinished = true;
    }

    @Override
    public void close() throws IOException {
        try {
            zip.close();
        } finally {
            if (!isFinished) {
                Files.deleteIfExists(file);
            }
        }
    }
}

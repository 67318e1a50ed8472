package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.vexhost.loader.artifact.Defect.Kind;

/**
 * Reads files below a folder that others can write to. Links are resolved first, and their target
 * must be below the folder. Then each folder on the path is opened through the handle of its
 * parent, without following links. The opened file must be the ordinary file that the scan found.
 * Opening can still hang, for example at a FIFO that replaced the file, so callers must use threads
 * that can be abandoned. Thread-safe.
 */
final class ConfinedFiles {

    private static final Set<OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path root;

    /**
     * Creates a reader.
     *
     * @param root the folder; its own path may contain links, because the operator chose it
     */
    ConfinedFiles(Path root) {
        this.root = root;
    }

    /**
     * Reads a whole file.
     *
     * @param seen the file as the scan found it; another file or another size is rejected
     * @param maxBytes the maximum size, in bytes
     * @throws ArtifactException if the file is larger, or is not the file that the scan found
     */
    byte[] read(FileState seen, long maxBytes) throws IOException, ArtifactException {
        String name = FileNames.of(seen.path());
        if (seen.sizeBytes() > maxBytes) {
            throw BoundedFiles.tooLarge(name, maxBytes);
        }
        Path real = root.toRealPath();
        try (SeekableByteChannel channel = open(real, withoutLinks(real, seen.path()), seen)) {
            // A FIFO has no position, so this call fails for a FIFO.
            boolean same = channel.position() == 0 && channel.size() == seen.sizeBytes();
            byte[] content =
                    same
                            ? BoundedFiles.read(Channels.newInputStream(channel), maxBytes, name)
                            : new byte[0];
            if (!same || content.length != seen.sizeBytes()) {
                throw changed(seen);
            }
            return content;
        }
    }

    /** Returns the path from the folder to a file, with links resolved. */
    private Path withoutLinks(Path real, Path file) throws IOException, ArtifactException {
        Path target = file.toRealPath();
        if (!target.startsWith(real) || target.equals(real)) {
            throw new ArtifactException(
                    Kind.REFUSED,
                    "'%s' is a link that leaves the tools folder"
                            .formatted(FileNames.shown(FileNames.of(file))));
        }
        return real.relativize(target);
    }

    private static SeekableByteChannel open(Path real, Path relative, FileState seen)
            throws IOException, ArtifactException {
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(real)) {
            if (opened instanceof SecureDirectoryStream<Path> folder) {
                return openBelow(folder, relative, seen);
            }
        }
        // This platform has no folder handles. The file is opened by name, and its attributes are
        // checked afterwards.
        Path file = real.resolve(relative);
        SeekableByteChannel channel = Files.newByteChannel(file, READ);
        return checked(
                channel,
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS),
                seen);
    }

    private static SeekableByteChannel openBelow(
            SecureDirectoryStream<Path> folder, Path relative, FileState seen)
            throws IOException, ArtifactException {
        int names = relative.getNameCount();
        if (names > 1) {
            try (SecureDirectoryStream<Path> below =
                    folder.newDirectoryStream(relative.getName(0), LinkOption.NOFOLLOW_LINKS)) {
                return openBelow(below, relative.subpath(1, names), seen);
            }
        }
        BasicFileAttributeView view =
                folder.getFileAttributeView(
                        relative, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        // The check prevents opening anything but an ordinary file. If the file is replaced between
        // the check and the open, opening may still hang.
        requireSame(view.readAttributes(), seen);
        return checked(folder.newByteChannel(relative, READ), view.readAttributes(), seen);
    }

    private static SeekableByteChannel checked(
            SeekableByteChannel channel, BasicFileAttributes attributes, FileState seen)
            throws IOException, ArtifactException {
        try {
            requireSame(attributes, seen);
            return channel;
        } catch (ArtifactException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void requireSame(BasicFileAttributes attributes, FileState seen)
            throws ArtifactException {
        if (!attributes.isRegularFile()
                || attributes.size() != seen.sizeBytes()
                || !attributes.lastModifiedTime().equals(seen.modified())
                || !String.valueOf(attributes.fileKey()).equals(seen.key())) {
            throw changed(seen);
        }
    }

    private static ArtifactException changed(FileState seen) {
        return new ArtifactException(
                Kind.CUT_SHORT,
                "'%s' changed while it was read"
                        .formatted(FileNames.shown(FileNames.of(seen.path()))));
    }
}

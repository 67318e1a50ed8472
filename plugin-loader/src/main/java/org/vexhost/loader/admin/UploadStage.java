package org.vexhost.loader.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.UploadedFile;
import org.vexhost.loader.artifact.ToolNames;
import org.vexhost.loader.descriptor.ToolDescriptor;

/**
 * A temporary folder for uploaded files, before they are deployed as a tool. Each upload has its
 * own folder in the host's home, which only the host can read. Closing this object removes the
 * folder.
 */
final class UploadStage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UploadStage.class);

    private static final String DESCRIPTOR = ".tool.json";
    private static final String MODULE = ".wasm";
    private static final String JAR = ".jar";
    private static final int MAX_NAME_LENGTH = 128;
    private static final int CHUNK_BYTES = 64 << 10;

    private final Path folder;

    private UploadStage(Path folder) {
        this.folder = folder;
    }

    /** Returns the parent folder of all uploads. */
    private static Path parent(Path home) {
        return home.resolve("data/.host/upload");
    }

    /** Removes the folders of uploads that an earlier process left. */
    static void clean(Path home) {
        Path parent = parent(home);
        if (Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            delete(parent);
        }
    }

    static UploadStage open(Path home) throws IOException {
        Path folder = parent(home).resolve(UUID.randomUUID().toString());
        Path above = folder.getParent();
        if (above == null) {
            throw new IOException("home has no folder");
        }
        Files.createDirectories(above);
        Files.createDirectory(folder, permissions(folder, "rwx------"));
        return new UploadStage(folder);
    }

    private static FileAttribute<?>[] permissions(Path file, String text) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Writes the files.
     *
     * @param files the uploaded files
     * @param maxModuleBytes the maximum size of a module or jar, in bytes
     * @return the file to deploy
     * @throws AdministrationException if the files do not form one tool
     */
    Path write(List<UploadedFile> files, long maxModuleBytes)
            throws AdministrationException, IOException {
        requireOneTool(files);
        Path main = folder;
        for (UploadedFile file : files) {
            boolean isDescriptor = file.name().endsWith(DESCRIPTOR);
            Path target = folder.resolve(file.name());
            write(file, target, isDescriptor ? ToolDescriptor.MAX_BYTES : maxModuleBytes);
            if (isDescriptor || files.size() == 1) {
                main = target;
            }
        }
        return main;
    }

    private static void requireOneTool(List<UploadedFile> files) throws AdministrationException {
        Set<String> kinds = new HashSet<>();
        for (UploadedFile file : files) {
            kinds.add(kind(file.name()));
        }
        boolean isOne =
                (files.size() == 1 && !kinds.contains(DESCRIPTOR))
                        || (files.size() == 2 && kinds.equals(Set.of(DESCRIPTOR, MODULE)));
        if (!isOne) {
            throw new AdministrationException(
                    Reason.INVALID,
                    "upload is not one .jar, one .wasm, or a .tool.json and its .wasm [%d files]"
                            .formatted(files.size()));
        }
    }

    private static String kind(String name) throws AdministrationException {
        boolean isPlain =
                name.length() <= MAX_NAME_LENGTH
                        && !name.contains("/")
                        && !name.contains("\\")
                        && MessageText.isPrintable(name)
                        && ToolNames.isLookedAt(name);
        for (String kind : List.of(DESCRIPTOR, MODULE, JAR)) {
            if (isPlain && name.endsWith(kind) && name.length() > kind.length()) {
                return kind;
            }
        }
        throw new AdministrationException(
                Reason.INVALID,
                "name is not that of a .jar, .wasm or .tool.json file [%s]"
                        .formatted(MessageText.quote(name)));
    }

    private static void write(UploadedFile file, Path target, long maxBytes)
            throws AdministrationException, IOException {
        Files.createFile(target, permissions(target, "rw-------"));
        try (InputStream in = file.content().open();
                OutputStream out = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            long written = 0;
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                written += n;
                if (written > maxBytes) {
                    throw new AdministrationException(
                            Reason.INVALID,
                            "file %s exceeds the maximum of %s bytes"
                                    .formatted(
                                            MessageText.quote(file.name()),
                                            MessageText.bytes(maxBytes)));
                }
                out.write(chunk, 0, n);
            }
        }
    }

    @Override
    public void close() {
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            LOG.warn("Folder '{}' of an upload cannot be removed", folder, e);
        }
    }
}

package org.vexhost.loader.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.descriptor.ToolDescriptor.Place;

/** Finds the name of a tool in the files that an operator specifies. */
public final class ToolNames {

    private ToolNames() {}

    /**
     * Whether scans of the tools folder consider a file with this name. They ignore hidden and
     * temporary files.
     */
    public static boolean isLookedAt(String fileName) {
        return !FileNames.isTemporary(fileName) && !FileNames.isGarbled(fileName);
    }

    /**
     * Returns the name in the descriptor of a descriptor file, a folder, a jar or a module.
     *
     * @param source the file or folder
     * @param maxModuleBytes the maximum size of a module, in bytes
     * @return empty if there is no readable descriptor
     */
    public static Optional<String> of(Path source, long maxModuleBytes) throws IOException {
        try {
            return read(source, maxModuleBytes);
        } catch (ArtifactException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> read(Path source, long maxModuleBytes)
            throws IOException, ArtifactException {
        if (Files.isDirectory(source)) {
            return read(source.resolve(FileNames.DESCRIPTOR), maxModuleBytes);
        }
        if (!Files.isRegularFile(source)) {
            return Optional.empty();
        }
        String name = FileNames.of(source);
        if (FileNames.isModule(name)) {
            byte[] module = BoundedFiles.read(source, maxModuleBytes);
            Optional<byte[]> json = ModuleSections.descriptorIn(module, name);
            return json.isEmpty()
                    ? Optional.empty()
                    : parsed(name, Place.CUSTOM_SECTION, json.get());
        }
        return FileNames.isJar(name)
                ? ofJar(source)
                : parsed(name, Place.FILE, BoundedFiles.read(source, ToolDescriptor.MAX_BYTES));
    }

    private static Optional<String> ofJar(Path source) throws IOException, ArtifactException {
        try (ZipFile zip = new ZipFile(source.toFile())) {
            ZipEntry entry = zip.getEntry(FileNames.DESCRIPTOR);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] json = BoundedFiles.read(in, ToolDescriptor.MAX_BYTES, FileNames.DESCRIPTOR);
                return parsed(FileNames.DESCRIPTOR, Place.FILE, json);
            }
        }
    }

    private static Optional<String> parsed(String source, Place place, byte[] json)
            throws ArtifactException {
        return Optional.of(ArtifactReader.parse(source, place, json).name());
    }
}

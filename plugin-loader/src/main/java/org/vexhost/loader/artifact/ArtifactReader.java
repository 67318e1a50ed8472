package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.MessageText;
import org.vexhost.loader.artifact.Defect.Kind;
import org.vexhost.loader.descriptor.DescriptorException;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.descriptor.ToolDescriptor.Place;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.ToolDetails;

/**
 * Reads the files of a candidate. Opening untrusted files can hang, so callers must use a thread
 * that can be abandoned. Thread-safe.
 */
public final class ArtifactReader {

    private final ConfinedFiles files;
    private final long maxModuleBytes;

    /**
     * Creates a reader for a tools folder.
     *
     * @param tools the tools folder; nothing outside it is opened
     * @param maxModuleBytes the maximum size of a module, in bytes
     */
    public ArtifactReader(Path tools, long maxModuleBytes) {
        this.files = new ConfinedFiles(tools);
        this.maxModuleBytes = maxModuleBytes;
    }

    /**
     * Reads a whole artifact.
     *
     * @throws ArtifactException if the files are not a tool, or have changed since the scan that
     *     found the candidate
     */
    public LoadedArtifact read(Candidate candidate) throws ArtifactException {
        if (candidate.defect().isPresent()) {
            Defect defect = candidate.defect().get();
            throw new ArtifactException(defect.kind(), defect.text());
        }
        try {
            LoadedArtifact loaded = readFiles(candidate);
            requireUnchanged(candidate);
            return loaded;
        } catch (IOException e) {
            throw notRead(candidate.id(), e);
        }
    }

    private LoadedArtifact readFiles(Candidate candidate) throws IOException, ArtifactException {
        List<FileState> seen = candidate.states();
        return switch (candidate.kind()) {
            case FILE_PAIR, FOLDER -> readTwo(candidate.id(), seen.get(0), seen.get(1));
            case SINGLE_FILE -> readOne(seen.get(0));
            case TOOL_BUNDLE -> readJar(seen.get(0));
            case JAVA -> throw new IllegalArgumentException("a Java tool is not a file");
        };
    }

    /**
     * Returns the descriptor's details for files that were rejected or are not complete yet. Empty
     * unless the descriptor is a separate file that can be read.
     */
    public Optional<ToolDetails> describe(Candidate candidate) {
        boolean isFile =
                candidate.kind() == ArtifactKind.FILE_PAIR
                        || candidate.kind() == ArtifactKind.FOLDER;
        if (!isFile || candidate.states().isEmpty()) {
            return Optional.empty();
        }
        FileState file = candidate.states().get(0);
        try {
            byte[] json = files.read(file, ToolDescriptor.MAX_BYTES);
            ToolDescriptor descriptor = parse(FileNames.of(file.path()), Place.FILE, json);
            return Optional.of(ToolDetails.unaccepted(descriptor, Optional.empty()));
        } catch (IOException | ArtifactException e) {
            return Optional.empty();
        }
    }

    private LoadedArtifact readTwo(String id, FileState descriptorFile, FileState moduleFile)
            throws IOException, ArtifactException {
        byte[] json = files.read(descriptorFile, ToolDescriptor.MAX_BYTES);
        ToolDescriptor descriptor = parse(FileNames.of(descriptorFile.path()), Place.FILE, json);
        byte[] module;
        try {
            module = files.read(moduleFile, maxModuleBytes);
        } catch (IOException e) {
            throw notRead(id, e).about(descriptor, Optional.empty());
        } catch (ArtifactException e) {
            throw e.about(descriptor, Optional.empty());
        }
        return checked(descriptor, json, module, FileNames.of(moduleFile.path()));
    }

    private LoadedArtifact readJar(FileState file) throws IOException, ArtifactException {
        byte[] jar = files.read(file, maxModuleBytes + ToolJar.MAX_OTHER_BYTES);
        return ToolJar.read(FileNames.of(file.path()), jar, maxModuleBytes);
    }

    private LoadedArtifact readOne(FileState file) throws IOException, ArtifactException {
        String name = FileNames.shown(FileNames.of(file.path()));
        byte[] module = files.read(file, maxModuleBytes);
        Optional<byte[]> json = ModuleSections.descriptorIn(module, name);
        if (json.isEmpty()) {
            throw new ArtifactException(
                    Kind.PART_MISSING,
                    "waits for '%s': the module has no section '%s'"
                            .formatted(
                                    FileNames.stem(name, FileNames.MODULE_SUFFIX)
                                            + FileNames.DESCRIPTOR_SUFFIX,
                                    ModuleSections.DESCRIPTOR_SECTION));
        }
        ToolDescriptor descriptor = parse(name, Place.CUSTOM_SECTION, json.get());
        return new LoadedArtifact(descriptor, json.get(), module);
    }

    static ToolDescriptor parse(String source, Place place, byte[] json) throws ArtifactException {
        try {
            return ToolDescriptor.parse(FileNames.shown(source), place, json);
        } catch (DescriptorException e) {
            Kind kind =
                    e.kind() == DescriptorException.Kind.MALFORMED ? Kind.CUT_SHORT : Kind.REFUSED;
            throw new ArtifactException(kind, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Joins a descriptor and a module from separate files. First checks that the module contains no
     * descriptor of its own and has the digest that the descriptor requires.
     */
    static LoadedArtifact checked(
            ToolDescriptor descriptor, byte[] json, byte[] module, String moduleName)
            throws ArtifactException {
        LoadedArtifact loaded = new LoadedArtifact(descriptor, json, module);
        try {
            check(loaded, FileNames.shown(moduleName));
        } catch (ArtifactException e) {
            throw e.about(descriptor, Optional.of(loaded.digest()));
        }
        return loaded;
    }

    private static void check(LoadedArtifact loaded, String shown) throws ArtifactException {
        ToolDescriptor descriptor = loaded.descriptor();
        if (ModuleSections.descriptorIn(loaded.module(), shown).isPresent()) {
            throw new ArtifactException(
                    Kind.REFUSED,
                    "module '%s' has two descriptors [%s, its section '%s']"
                            .formatted(
                                    shown, descriptor.source(), ModuleSections.DESCRIPTOR_SECTION));
        }
        Optional<String> wanted = descriptor.sha256();
        if (wanted.isPresent() && !wanted.get().equals(loaded.moduleSha256())) {
            // This also happens while the two files of an update are being copied. The kind
            // CUT_SHORT means that more data may follow.
            throw new ArtifactException(
                    Kind.CUT_SHORT,
                    "module '%s' has another sha256 than %s says [%s, expected %s]"
                            .formatted(
                                    shown,
                                    descriptor.source(),
                                    loaded.moduleSha256(),
                                    wanted.get()));
        }
    }

    private static void requireUnchanged(Candidate candidate) throws ArtifactException {
        List<FileState> now = new ArrayList<>();
        for (Path file : candidate.files()) {
            now.add(FileSnapshot.at(file).state());
        }
        if (!now.equals(candidate.states())) {
            throw new ArtifactException(
                    Kind.CUT_SHORT,
                    "'%s' changed while it was read".formatted(FileNames.shown(candidate.id())));
        }
    }

    static ArtifactException notRead(String name, IOException e) {
        return new ArtifactException(
                Kind.NOT_READ,
                "'%s' cannot be read [%s]"
                        .formatted(
                                FileNames.shown(name),
                                MessageText.escape(
                                        String.valueOf(e), MessageText.MAX_QUOTED_LENGTH)),
                e);
    }
}

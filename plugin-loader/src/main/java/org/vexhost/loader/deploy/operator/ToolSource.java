package org.vexhost.loader.deploy.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.loader.artifact.DescriptorFiles;
import org.vexhost.loader.artifact.ToolNames;

/**
 * The files that an operator deploys, and the paths that they are copied to.
 *
 * @param id the artifact that the files will be
 * @param tool the name in the descriptor; empty if there is no readable descriptor
 * @param files maps each file to its path below the tools folder. The descriptor is last, so an
 *     update starts only when all files exist
 */
record ToolSource(String id, Optional<String> tool, Map<Path, Path> files) {

    private static final String DESCRIPTOR_SUFFIX = ".tool.json";
    private static final String MODULE_SUFFIX = ".wasm";
    private static final int MAX_FOLDER_FILES = 1_000;

    ToolSource {
        files = new LinkedHashMap<>(files);
    }

    /**
     * Inspects a jar, a folder, a descriptor or a module.
     *
     * @throws AdminException if {@code source} is none of these, or is incomplete
     */
    static ToolSource of(Path source, Path tools, long maxModuleBytes)
            throws IOException, AdminException {
        Path name = source.getFileName();
        if (name == null || !Files.exists(source)) {
            throw new AdminException(
                    Reason.NOT_FOUND,
                    "%s is not there".formatted(MessageText.quote(source.toString())));
        }
        String text = name.toString();
        if (!ToolNames.isLookedAt(text)) {
            throw new AdminException(
                    "%s has a name that the tools folder does not look at, as hidden and temporary files have"
                            .formatted(MessageText.quote(text)));
        }
        if (Files.isDirectory(source)) {
            return new ToolSource(
                    text + "/",
                    ToolNames.of(source, maxModuleBytes),
                    folder(source, tools.resolve(text)));
        }
        if (text.endsWith(DESCRIPTOR_SUFFIX)) {
            return pair(source, text, tools, maxModuleBytes);
        }
        if (text.endsWith(MODULE_SUFFIX)) {
            String stem = text.substring(0, text.length() - MODULE_SUFFIX.length());
            Path descriptor = source.resolveSibling(stem + DESCRIPTOR_SUFFIX);
            if (Files.isRegularFile(descriptor)) {
                return pair(descriptor, stem + DESCRIPTOR_SUFFIX, tools, maxModuleBytes);
            }
        } else if (!text.endsWith(".jar")) {
            throw new AdminException(
                    "%s is not a .wasm, a .tool.json, a .jar or a folder"
                            .formatted(MessageText.quote(text)));
        }
        return new ToolSource(
                text, ToolNames.of(source, maxModuleBytes), Map.of(source, tools.resolve(text)));
    }

    private static ToolSource pair(Path source, String text, Path tools, long maxModuleBytes)
            throws IOException, AdminException {
        Path module = DescriptorFiles.module(source);
        if (!Files.isRegularFile(module)) {
            throw new AdminException(
                    Reason.NOT_FOUND,
                    "%s is not there".formatted(MessageText.quote(module.toString())));
        }
        Path folder = source.toAbsolutePath().getParent();
        Path relative =
                folder == null ? module.getFileName() : folder.relativize(module.toAbsolutePath());
        Map<Path, Path> files = new LinkedHashMap<>();
        files.put(module, tools.resolve(String.valueOf(relative)));
        files.put(source, tools.resolve(text));
        return new ToolSource(text, ToolNames.of(source, maxModuleBytes), files);
    }

    private static Map<Path, Path> folder(Path source, Path target)
            throws IOException, AdminException {
        List<Path> files = new ArrayList<>();
        try (var walk = Files.walk(source)) {
            walk.filter(Files::isRegularFile).limit(MAX_FOLDER_FILES + 1L).forEach(files::add);
        }
        if (files.size() > MAX_FOLDER_FILES) {
            throw new AdminException("folder has more than %d files".formatted(MAX_FOLDER_FILES));
        }
        Path descriptor = source.resolve("tool.json");
        if (!files.remove(descriptor)) {
            throw new AdminException("folder has no 'tool.json'");
        }
        files.add(descriptor);
        Map<Path, Path> targets = new LinkedHashMap<>();
        files.forEach(
                file -> targets.put(file, target.resolve(source.relativize(file).toString())));
        return targets;
    }

    boolean isFolder() {
        return id.endsWith("/");
    }
}

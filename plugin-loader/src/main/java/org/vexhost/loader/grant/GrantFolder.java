package org.vexhost.loader.grant;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.ToolDefinition;
import org.vexhost.loader.files.FileWriter;

/**
 * The folder with the grants files {@code etc/grants/NAME.json}. The state of a file is a text that
 * changes when the content changes.
 */
final class GrantFolder {

    private static final String SUFFIX = ".json";

    private final Path etc;
    private final Path path;
    private final FileWriter writer;

    GrantFolder(Path etc, FileWriter writer) {
        this.etc = etc;
        this.path = etc.resolve("grants");
        this.writer = writer;
    }

    Path path() {
        return path;
    }

    /** Returns the path of a tool's file. */
    Path of(String tool) {
        return path.resolve(tool + SUFFIX);
    }

    /** Replaces the file of a tool, and returns its new state. */
    String write(String tool, byte[] content) throws IOException {
        writer.write(of(tool), content);
        return state(Files.readAttributes(of(tool), BasicFileAttributes.class));
    }

    /** Reads the file of a tool, but at most one byte more than the largest accepted size. */
    byte[] read(String tool) throws IOException {
        try (InputStream in = Files.newInputStream(of(tool))) {
            return in.readNBytes(GrantsFile.MAX_BYTES + 1);
        }
    }

    /**
     * Lists the files and their states, by tool. Returns nothing if the folder cannot be read; in
     * that case, the grants in force stay in force.
     *
     * @param before the states from the last listing; if the state of a file cannot be read, the
     *     result has its state from there
     */
    Optional<Map<String, String>> list(Map<String, String> before) {
        Map<String, String> now = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                String tool = name.substring(0, name.length() - SUFFIX.length());
                if (ToolDefinition.NAME.matcher(tool).matches()) {
                    state(file, Optional.ofNullable(before.get(tool)))
                            .ifPresent(state -> now.put(tool, state));
                }
            }
            return Optional.of(now);
        } catch (NoSuchFileException e) {
            // The first grant creates the folder. If an operator removed the folder, nothing is
            // granted any more.
            return Files.isDirectory(etc) ? Optional.of(now) : Optional.empty();
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
    }

    /** Reads the state of one file. An error affects only the tool of this file. */
    private static Optional<String> state(Path file, Optional<String> before) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile() ? Optional.of(state(attributes)) : Optional.empty();
        } catch (NoSuchFileException e) {
            // The file was removed after the listing.
            return Optional.empty();
        } catch (IOException e) {
            return before;
        }
    }

    private static String state(BasicFileAttributes attributes) {
        return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
    }
}

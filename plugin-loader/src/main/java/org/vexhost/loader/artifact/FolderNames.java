package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The names in a folder, without temporary files of editors and copy programs.
 *
 * @param paths the paths with these names, up to the requested maximum
 * @param presence whether {@code paths} is complete
 */
record FolderNames(List<Path> paths, Scan.Presence presence) {

    FolderNames {
        paths = List.copyOf(paths);
    }

    static FolderNames of(Path folder, int max) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                if (!FileNames.isTemporary(FileNames.of(path))) {
                    if (names.size() == max) {
                        return new FolderNames(names, Scan.Presence.CROWDED);
                    }
                    names.add(path);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new FolderNames(names, Scan.Presence.PRESENT);
    }
}

package org.vexhost.distribution.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs in the folders of {@code PATH}. */
public final class ProgramPath {

    private ProgramPath() {}

    /**
     * Finds a program. Relative folders are ignored, because they depend on the working directory.
     *
     * @param path list of folders in the format of {@code PATH}
     */
    public static Optional<Path> find(String name, String path) {
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path program = Path.of(folder, name);
            if (program.isAbsolute() && Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }
}

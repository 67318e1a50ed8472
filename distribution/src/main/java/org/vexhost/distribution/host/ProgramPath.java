package org.vexhost.distribution.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs by {@code PATH}. */
public final class ProgramPath {

    private ProgramPath() {}

    /**
     * Finds a program. Relative folders are ignored, since they depend on the working directory.
     *
     * @param path list of folders, in the format of the variable {@code PATH}
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

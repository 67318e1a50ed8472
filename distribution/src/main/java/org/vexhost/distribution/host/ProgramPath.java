package org.vexhost.distribution.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs as a shell does. */
public final class ProgramPath {

    private ProgramPath() {}

    /**
     * Finds a program. Folders that are relative, which depend on where a process runs, are passed
     * over.
     *
     * @param path folders, as the variable {@code PATH} has them
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

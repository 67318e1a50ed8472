package org.vexhost.loader.files;

import java.io.IOException;
import java.nio.file.Path;

/** Replaces a file in one step, and forces it to the disk. */
@FunctionalInterface
public interface FileWriter {

    /** Writes with {@link AtomicFiles}. */
    FileWriter ATOMIC = AtomicFiles::write;

    /**
     * Writes a file. The content is on the disk when this method returns.
     *
     * @throws IOException if writing fails; in that case, the file is unchanged
     */
    void write(Path file, byte[] content) throws IOException;
}

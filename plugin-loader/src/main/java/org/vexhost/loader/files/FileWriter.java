package org.vexhost.loader.files;

import java.io.IOException;
import java.nio.file.Path;

/** Replaces a file in one step, and through to the disk. */
@FunctionalInterface
public interface FileWriter {

    /** With {@link AtomicFiles}. */
    FileWriter ATOMIC = AtomicFiles::write;

    /**
     * Writes a file; it is on the disk when this returns.
     *
     * @throws IOException if that fails; the file is as it was then
     */
    void write(Path file, byte[] content) throws IOException;
}

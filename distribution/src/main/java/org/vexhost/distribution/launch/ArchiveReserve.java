package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Reserved disk space for the class archive, which the JVM writes when it ends. The start script
 * reserves the space, because the JVM would end with an error if the disk were full. The space is
 * released just before the JVM writes the archive.
 */
public final class ArchiveReserve {

    private static final String PROPERTY = "vexhost.reserve";

    private ArchiveReserve() {}

    /** Releases the space when the process ends. A process that is halted does not release it. */
    public static void freeAtEnd() {
        if (!file().isEmpty()) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(ArchiveReserve::free, "vexhost-archive"));
        }
    }

    /** Releases the space if it is reserved. */
    static void free() {
        String file = file();
        if (!file.isEmpty()) {
            try {
                boolean ignored = Files.deleteIfExists(Path.of(file));
            } catch (IOException e) {
                // The logger is not a constant, because commands that log nothing should not load a
                // logger.
                LoggerFactory.getLogger(ArchiveReserve.class).debug("'{}' stays", file, e);
            }
        }
    }

    private static String file() {
        return System.getProperty(PROPERTY, "");
    }
}

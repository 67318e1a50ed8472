package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Reserved disk space for the class archive that the JVM writes when it ends. The start script
 * reserves the space, since the JVM would end with an error without it. The space is released at
 * the last moment.
 */
public final class ArchiveReserve {

    private static final String PROPERTY = "vexhost.reserve";

    private ArchiveReserve() {}

    /** Releases the space when the process ends, unless it is halted. */
    public static void freeAtEnd() {
        if (!file().isEmpty()) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(ArchiveReserve::free, "vexhost-archive"));
        }
    }

    /** Releases the space, if there is any. */
    static void free() {
        String file = file();
        if (!file.isEmpty()) {
            try {
                boolean ignored = Files.deleteIfExists(Path.of(file));
            } catch (IOException e) {
                // Not a constant, since commands that log nothing must not load a logger.
                LoggerFactory.getLogger(ArchiveReserve.class).debug("'{}' stays", file, e);
            }
        }
    }

    private static String file() {
        return System.getProperty(PROPERTY, "");
    }
}

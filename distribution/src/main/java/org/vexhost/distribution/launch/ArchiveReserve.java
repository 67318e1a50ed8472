package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Room on the disk for the archive of classes that the JVM writes when it ends. The start script
 * takes it, for without it the JVM would end with an error of its own; it is given back at the last
 * moment.
 */
public final class ArchiveReserve {

    private static final String PROPERTY = "vexhost.reserve";

    private ArchiveReserve() {}

    /** Sees to it that the room is given back when the process ends, unless it is halted. */
    public static void freeAtEnd() {
        if (!file().isEmpty()) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(ArchiveReserve::free, "vexhost-archive"));
        }
    }

    /** Gives the room back, if there is any. */
    static void free() {
        String file = file();
        if (!file.isEmpty()) {
            try {
                boolean ignored = Files.deleteIfExists(Path.of(file));
            } catch (IOException e) {
                // Not a constant: commands that have nothing to log must not pay for a logger.
                LoggerFactory.getLogger(ArchiveReserve.class).debug("'{}' stays", file, e);
            }
        }
    }

    private static String file() {
        return System.getProperty(PROPERTY, "");
    }
}

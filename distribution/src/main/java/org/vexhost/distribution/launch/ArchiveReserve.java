package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * Reserved disk space for the class archive, which the JVM writes when it ends. The start script
 * reserves the space, because the JVM would end with an error if the disk were full. The space is
 * released just before the JVM writes the archive.
 *
 * <p>A JVM may write into the archive which methods are queued to be compiled; Java 17 does. A JVM
 * that uses the archive never queues these methods again, and interprets them as long as it runs.
 * So the process waits until the compilers rest before the JVM writes the archive. If they do not
 * rest in time, the process marks the archive as unfit, and the start script does not use it.
 */
public final class ArchiveReserve {

    private static final String PROPERTY = "vexhost.reserve";
    private static final Duration MAX_WAIT = Duration.ofSeconds(3);
    private static final String ENDING = ".reserve";

    private ArchiveReserve() {}

    /** Releases the space when the process ends. A process that is halted does not release it. */
    public static void freeAtEnd() {
        atEnd(ArchiveReserve::free);
    }

    /** Does what {@link #freeWhenCompiled} does when the process ends. */
    public static void freeAtEndWhenCompiled() {
        atEnd(ArchiveReserve::freeWhenCompiled);
    }

    private static void atEnd(Runnable free) {
        if (!file().isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(free, "vexhost-archive"));
        }
    }

    /**
     * Releases the space if it is reserved. First waits up to 3 s until no method is queued to be
     * compiled.
     */
    static void freeWhenCompiled() {
        String file = file();
        if (file.endsWith(ENDING)
                && !new CompilerThreads(Path.of("/proc/self/task")).awaitRest(MAX_WAIT)) {
            markUnfit(file);
        }
        free();
    }

    private static void markUnfit(String file) {
        Path mark = Path.of(file.substring(0, file.length() - ENDING.length()) + ".unfit");
        try {
            Path ignored = Files.createFile(mark);
        } catch (IOException e) {
            LoggerFactory.getLogger(ArchiveReserve.class).debug("'{}' is not made", mark, e);
        }
    }

    private static void free() {
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

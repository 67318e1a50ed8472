package org.vexhost.wasi.quota;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the process's limit on open files. */
final class ProcessLimit {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LABEL = "Max open files";

    /** The limit that is assumed if the real one is unknown. */
    private static final long DEFAULT = 1024;

    private ProcessLimit() {}

    static long maxOpenFiles() {
        try {
            for (String line : Files.readAllLines(LIMITS, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(LABEL)) {
                    String soft = line.substring(LABEL.length()).strip().split(" ", 2)[0];
                    return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return DEFAULT; // There is no /proc on this system.
        }
        return DEFAULT;
    }
}

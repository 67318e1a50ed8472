package org.vexhost.distribution.admin.folder;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.vexhost.distribution.host.UntrustedFileException;

/**
 * Remembers the problems of files that are scanned repeatedly, so that each problem is logged once.
 */
final class Problems {

    private final Map<Path, String> told = new HashMap<>();

    /** Records a problem. Returns whether it differs from the file's last problem. */
    boolean isNew(Path file, String problem) {
        return !problem.equals(told.put(file, problem));
    }

    /** Removes a file's problem. Returns whether there was one. */
    boolean solved(Path file) {
        return told.remove(file) != null;
    }

    /**
     * Returns the exception's message on one line. Messages of the framework have several lines if
     * they list missing requirements.
     */
    static String reason(Exception e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
    }

    /**
     * Returns the exception's message. Includes its type, unless the message is clear without it.
     */
    static String text(Exception e) {
        return e instanceof UntrustedFileException ? String.valueOf(e.getMessage()) : e.toString();
    }
}

package org.vexhost.distribution.admin;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.vexhost.distribution.host.UntrustedFileException;

/** Problems of files that are scanned repeatedly. Each problem is logged once. */
final class Problems {

    private final Map<Path, String> told = new HashMap<>();

    /** Records a problem. Returns whether it differs from the file's last problem. */
    boolean isNew(Path file, String problem) {
        return !problem.equals(told.put(file, problem));
    }

    /** Forgets a file's problem. Returns whether there was one. */
    boolean solved(Path file) {
        return told.remove(file) != null;
    }

    /**
     * Returns the message on one line. The framework's messages have several lines if they list
     * missing requirements.
     */
    static String reason(Exception e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
    }

    /** Returns a text that includes the exception's type, unless the message alone is clear. */
    static String text(Exception e) {
        return e instanceof UntrustedFileException ? String.valueOf(e.getMessage()) : e.toString();
    }
}

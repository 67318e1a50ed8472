package org.vexhost.distribution.admin;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.vexhost.distribution.host.UntrustedFileException;

/** What is wrong with files that are looked at again and again: each problem is told once. */
final class Problems {

    private final Map<Path, String> told = new HashMap<>();

    /** Takes note of a problem; says whether it is another one than was last told of the file. */
    boolean isNew(Path file, String problem) {
        return !problem.equals(told.put(file, problem));
    }

    /** Forgets a file's problem; says whether there was one. */
    boolean solved(Path file) {
        return told.remove(file) != null;
    }

    /** On one line: the framework's messages go over several where they list what is missing. */
    static String reason(Exception e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
    }

    /** With the kind of error, where the message alone may say too little. */
    static String text(Exception e) {
        return e instanceof UntrustedFileException ? String.valueOf(e.getMessage()) : e.toString();
    }
}

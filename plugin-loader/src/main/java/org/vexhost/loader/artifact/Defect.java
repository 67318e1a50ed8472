package org.vexhost.loader.artifact;

import java.util.Objects;

/**
 * The reason why files are not a tool.
 *
 * @param kind whether more files or bytes may follow
 * @param text a lower-case fact that names the file; safe to print
 */
public record Defect(Kind kind, String text) {

    /** Whether more files or bytes may follow. */
    public enum Kind {
        /** A file is missing. */
        PART_MISSING,
        /** A file ends early. It may still be being copied. */
        CUT_SHORT,
        /** The files do not meet the requirements. */
        REFUSED,
        /** The host could not read a file; a retry may succeed. */
        NOT_READ
    }

    /** Checks that nothing is null. */
    public Defect {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
    }
}

package org.vexhost.loader.artifact;

import java.util.Objects;

/**
 * Why files are not a tool.
 *
 * @param kind whether more may be on its way
 * @param text a lower-case fact that names the file; safe to print
 */
public record Defect(Kind kind, String text) {

    /** Whether more may be on its way. */
    public enum Kind {
        /** A file of it is not there. */
        PART_MISSING,
        /** A file of it ends early, as if it were still being copied. */
        CUT_SHORT,
        /** It is not what it has to be. */
        REFUSED,
        /** The host could not read it: worth another try. */
        NOT_READ
    }

    /** Checks that nothing is null. */
    public Defect {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
    }
}

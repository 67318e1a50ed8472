package org.vexhost.loader.artifact;

import java.nio.file.Path;
import java.util.List;

/**
 * What the tools folder held at one moment.
 *
 * @param folder whether it was there
 * @param candidates what may be tools, by id
 * @param folders the folders whose changes matter, the tools folder first
 */
public record Scan(Presence folder, List<Candidate> candidates, List<Path> folders) {

    /** Whether the tools folder was there. */
    public enum Presence {
        /** It was. */
        PRESENT,
        /** It held more names than are looked at: what was not seen may be there all the same. */
        CROWDED,
        /**
         * It was not, or could not be listed, or another folder is in its place that holds nothing,
         * as where a disk was mounted: nothing is known about its tools.
         */
        ABSENT
    }

    /** Nothing is known. */
    public static final Scan ABSENT = new Scan(Presence.ABSENT, List.of(), List.of());

    /** Copies the lists. */
    public Scan {
        candidates = List.copyOf(candidates);
        folders = List.copyOf(folders);
    }
}

package org.vexhost.loader.artifact;

import java.nio.file.Path;
import java.util.List;

/**
 * The contents of the tools folder at one moment.
 *
 * @param folder whether the folder existed
 * @param candidates possible tools, by id
 * @param folders the folders whose changes matter, the tools folder first
 */
public record Scan(Presence folder, List<Candidate> candidates, List<Path> folders) {

    /** Whether the tools folder existed. */
    public enum Presence {
        /** The folder existed. */
        PRESENT,
        /**
         * The folder had more names than the maximum, so tools that were not seen may still exist.
         */
        CROWDED,
        /**
         * The folder was absent, could not be listed, or was replaced by another, empty folder (for
         * example because a disk was unmounted). Nothing is known about its tools.
         */
        ABSENT
    }

    /** A scan that found nothing out. */
    public static final Scan ABSENT = new Scan(Presence.ABSENT, List.of(), List.of());

    /** Copies the lists. */
    public Scan {
        candidates = List.copyOf(candidates);
        folders = List.copyOf(folders);
    }
}

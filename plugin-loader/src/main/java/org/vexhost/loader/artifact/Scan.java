package org.vexhost.loader.artifact;

import java.nio.file.Path;
import java.util.List;

/**
 * The result of one scan of the tools folder.
 *
 * @param folder whether the folder existed
 * @param candidates the files that may be tools, by id
 * @param folders the folders to watch for changes, with the tools folder first
 */
public record Scan(Presence folder, List<Candidate> candidates, List<Path> folders) {

    /** Whether the tools folder existed. */
    public enum Presence {
        /** The folder existed. */
        PRESENT,
        /**
         * The folder had more names than the maximum, so a tool that the scan did not find may
         * still exist.
         */
        CROWDED,
        /**
         * The folder was absent, could not be listed, or was replaced by another folder that is
         * empty (for example because a disk was unmounted). Nothing is known about the tools in the
         * folder.
         */
        ABSENT
    }

    /** A scan that found nothing because the folder is absent. */
    public static final Scan ABSENT = new Scan(Presence.ABSENT, List.of(), List.of());

    /** Copies the lists. */
    public Scan {
        candidates = List.copyOf(candidates);
        folders = List.copyOf(folders);
    }
}

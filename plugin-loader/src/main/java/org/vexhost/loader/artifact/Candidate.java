package org.vexhost.loader.artifact;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.loader.registry.ArtifactKind;

/**
 * Files in the tools folder that stand for one tool, at one moment. Two that are equal have the
 * same content, if they were looked at some time apart.
 *
 * @param id the path of its main file or folder, relative to the tools folder
 * @param kind its form
 * @param guessedName what the tool is called, as far as can be seen: by its descriptor, else by its
 *     file name
 * @param main what an operator removes to remove it: file or folder, absolute
 * @param files what it consists of: the descriptor first, if it is a file, then module or jar
 * @param states of the files
 * @param defect what can be said against it without reading it
 */
public record Candidate(
        String id,
        ArtifactKind kind,
        String guessedName,
        Path main,
        List<Path> files,
        List<FileState> states,
        Optional<Defect> defect) {

    /** Copies the lists. */
    public Candidate {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(guessedName, "guessedName");
        Objects.requireNonNull(main, "main");
        Objects.requireNonNull(defect, "defect");
        files = List.copyOf(files);
        states = List.copyOf(states);
    }
}

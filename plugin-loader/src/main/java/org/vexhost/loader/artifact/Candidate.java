package org.vexhost.loader.artifact;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.loader.registry.ArtifactKind;

/**
 * The files in the tools folder that may form one tool, as one scan found them. If two scans some
 * time apart find equal candidates, the content of the files is the same.
 *
 * @param id the path of the main file or folder, relative to the tools folder
 * @param kind the form of the artifact
 * @param guessedName the tool's name from the descriptor if it can be read, or else from the file
 *     name
 * @param main the file or folder that an operator deletes to remove the tool; absolute
 * @param files the files: the descriptor first if it is a separate file, then the module or jar
 * @param states the states of the files
 * @param defect a problem that was found without reading the whole artifact
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

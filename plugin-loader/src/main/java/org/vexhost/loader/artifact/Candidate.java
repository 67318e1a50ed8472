package org.vexhost.loader.artifact;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.loader.registry.ArtifactKind;

/**
 * Files in the tools folder that form one tool, at one moment. Equal candidates have the same
 * content, if some time passed between the scans.
 *
 * @param id the path of its main file or folder, relative to the tools folder
 * @param kind its form
 * @param guessedName the tool's name from the descriptor if readable, or else from the file name
 * @param main the file or folder that an operator removes to remove the tool; absolute
 * @param files its files: the descriptor first if it is a separate file, then the module or jar
 * @param states the states of the files
 * @param defect a problem that is visible without reading the whole artifact
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

package org.vexhost.loader.deploy.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.ToolState;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.core.Deployment;
import org.vexhost.loader.deploy.core.DeploymentTable;
import org.vexhost.loader.registry.ArtifactKind;

/**
 * Which tools own which files of the tools folder, at one moment: what an operator's command must
 * not touch.
 *
 * @param candidates all artifacts but the one that the command is about
 */
record OtherTools(List<Candidate> candidates) {

    OtherTools {
        candidates = List.copyOf(candidates);
    }

    /** All but one artifact, on the control thread. */
    static OtherTools of(DeploymentTable table, String own) {
        return new OtherTools(
                table.all().stream()
                        .filter(deployment -> !deployment.id().equals(own))
                        .filter(deployment -> !isLoneModule(deployment))
                        .flatMap(deployment -> deployment.state().files().observed().stream())
                        .toList());
    }

    /** A module that still waits for a descriptor is nobody's. */
    private static boolean isLoneModule(Deployment deployment) {
        return deployment.kind() == ArtifactKind.SINGLE_FILE
                && !deployment.state().hasVersion()
                && deployment
                        .state()
                        .problem()
                        .filter(each -> each.state() == ToolState.WAITING)
                        .isPresent();
    }

    /** The artifact that a file belongs to, or would if it were there; links are followed. */
    Optional<String> owner(Path file) throws IOException {
        Path real = real(file);
        for (Candidate candidate : candidates) {
            if (candidate.kind() == ArtifactKind.FOLDER
                    && real.startsWith(real(candidate.main()))) {
                return Optional.of(candidate.id());
            }
            if (isSame(file, real, candidate.main())) {
                return Optional.of(candidate.id());
            }
            for (Path other : candidate.files()) {
                if (isSame(file, real, other)) {
                    return Optional.of(candidate.id());
                }
            }
        }
        return Optional.empty();
    }

    /** Two names may be one file: by a link, or where the case of letters does not count. */
    private static boolean isSame(Path file, Path real, Path other) throws IOException {
        return real.equals(real(other))
                || (Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other));
    }

    /** Where a path leads, although the end of it need not be there yet. */
    static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.exists(absolute)) {
            return absolute.toRealPath();
        }
        Path parent = absolute.getParent();
        return parent == null
                ? absolute
                : real(parent).resolve(String.valueOf(absolute.getFileName()));
    }
}

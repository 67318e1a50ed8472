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
 * The other artifacts in the tools folder at one moment. An operator's command must not affect
 * their files.
 *
 * @param candidates all artifacts except the one that the command is about
 */
record OtherTools(List<Candidate> candidates) {

    OtherTools {
        candidates = List.copyOf(candidates);
    }

    /** Collects all artifacts except {@code own}. Runs on the control thread. */
    static OtherTools of(DeploymentTable table, String own) {
        return new OtherTools(
                table.all().stream()
                        .filter(deployment -> !deployment.id().equals(own))
                        .filter(deployment -> !isLoneModule(deployment))
                        .flatMap(deployment -> deployment.state().files().observed().stream())
                        .toList());
    }

    /**
     * Whether an artifact is a module that still waits for its descriptor. The files of such a
     * module belong to no tool yet.
     */
    private static boolean isLoneModule(Deployment deployment) {
        return deployment.kind() == ArtifactKind.SINGLE_FILE
                && !deployment.state().hasVersion()
                && deployment
                        .state()
                        .problem()
                        .filter(each -> each.state() == ToolState.WAITING)
                        .isPresent();
    }

    /**
     * Returns the artifact that owns a file, or would own it if the file existed; links are
     * followed.
     */
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

    /** Whether two names denote one file, through a link or on a case-insensitive file system. */
    private static boolean isSame(Path file, Path real, Path other) throws IOException {
        return real.equals(real(other))
                || (Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other));
    }

    /** Resolves the links of a path. The last parts of the path need not exist. */
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

package org.vexhost.loader.deploy.version;

import java.util.Optional;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.registry.ToolDetails;

/** What came of preparing an artifact. */
public sealed interface PreparationResult {
    /** A version is ready. */
    record Ready(ToolVersion version) implements PreparationResult {}

    /** The artifact is what is deployed already. */
    record Unchanged() implements PreparationResult {}

    /** It was cancelled before it was compiled, since its files have changed. */
    record Cancelled() implements PreparationResult {}

    /**
     * The files are not a tool, or not yet.
     *
     * @param known what could be read of them
     */
    record Defective(Defect defect, Optional<ToolDetails> known) implements PreparationResult {}

    /**
     * The tool is rejected.
     *
     * @param known of the artifact, if it could be read
     */
    record Rejected(ToolRejectedException.Cause cause, String text, Optional<ToolDetails> known)
            implements PreparationResult {}
}

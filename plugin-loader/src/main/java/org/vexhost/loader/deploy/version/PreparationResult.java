package org.vexhost.loader.deploy.version;

import java.util.Optional;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.registry.ToolDetails;

/** The result of preparing an artifact. */
public sealed interface PreparationResult {
    /** A version is ready. */
    record Ready(ToolVersion version) implements PreparationResult {}

    /** The artifact is already serving, or already waits to serve. */
    record Unchanged() implements PreparationResult {}

    /** The preparation was cancelled before compiling, because the files changed. */
    record Cancelled() implements PreparationResult {}

    /**
     * The files are not a tool, or are not complete yet.
     *
     * @param defect the problem
     * @param known the details that could be read
     */
    record Defective(Defect defect, Optional<ToolDetails> known) implements PreparationResult {}

    /**
     * The tool is rejected.
     *
     * @param cause the kind of cause
     * @param text the reason, safe to print
     * @param known the details of the artifact, if they could be read
     */
    record Rejected(ToolRejectedException.Cause cause, String text, Optional<ToolDetails> known)
            implements PreparationResult {}
}

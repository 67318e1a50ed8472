package org.vexhost.loader.artifact;

import java.util.Optional;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.registry.ToolDetails;

/** Files that are not a tool. */
public final class ArtifactException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Defect defect;
    private final transient Optional<ToolDetails> known;

    /** Without a cause. */
    public ArtifactException(Defect.Kind kind, String text) {
        super(text);
        this.defect = new Defect(kind, text);
        this.known = Optional.empty();
    }

    /** With what led to it. */
    public ArtifactException(Defect.Kind kind, String text, Throwable cause) {
        super(text, cause);
        this.defect = new Defect(kind, text);
        this.known = Optional.empty();
    }

    private ArtifactException(ArtifactException of, ToolDetails known) {
        super(of.getMessage(), of);
        this.defect = of.defect;
        this.known = Optional.of(known);
    }

    /** The same, with what could be read all the same. */
    ArtifactException about(ToolDescriptor descriptor, Optional<ArtifactDigest> digest) {
        return new ArtifactException(this, ToolDetails.unaccepted(descriptor, digest));
    }

    /** What could be read all the same. */
    public Optional<ToolDetails> known() {
        return known;
    }

    /** What is wrong. */
    public Defect defect() {
        return defect;
    }
}

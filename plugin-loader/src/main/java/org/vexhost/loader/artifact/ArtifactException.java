package org.vexhost.loader.artifact;

import java.util.Optional;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.registry.ToolDetails;

/** Thrown if files are not a usable tool. */
public final class ArtifactException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Defect defect;
    private final transient Optional<ToolDetails> known;

    /** Creates an exception without a cause. */
    public ArtifactException(Defect.Kind kind, String text) {
        super(text);
        this.defect = new Defect(kind, text);
        this.known = Optional.empty();
    }

    /** Creates an exception with a cause. */
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

    /** Returns a copy that also has the details that could be read. */
    ArtifactException about(ToolDescriptor descriptor, Optional<ArtifactDigest> digest) {
        return new ArtifactException(this, ToolDetails.unaccepted(descriptor, digest));
    }

    /** Returns the details that could be read. */
    public Optional<ToolDetails> known() {
        return known;
    }

    /** Returns the defect. */
    public Defect defect() {
        return defect;
    }
}

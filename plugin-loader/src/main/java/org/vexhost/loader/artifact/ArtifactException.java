package org.vexhost.loader.artifact;

/** Files that are not a tool. */
public final class ArtifactException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Defect defect;

    /** Without a cause. */
    public ArtifactException(Defect.Kind kind, String text) {
        super(text);
        this.defect = new Defect(kind, text);
    }

    /** With what led to it. */
    public ArtifactException(Defect.Kind kind, String text, Throwable cause) {
        super(text, cause);
        this.defect = new Defect(kind, text);
    }

    /** What is wrong. */
    public Defect defect() {
        return defect;
    }
}

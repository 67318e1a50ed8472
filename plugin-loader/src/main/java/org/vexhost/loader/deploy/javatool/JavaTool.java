package org.vexhost.loader.deploy.javatool;

import org.vexhost.api.Tool;

/** A tool that a bundle registered as a service. Compared by identity. */
public final class JavaTool {

    private final String artifact;
    private final Tool tool;

    /**
     * As it was found.
     *
     * @param artifact which bundle and service, for people; unique
     * @param tool runs the calls
     */
    public JavaTool(String artifact, Tool tool) {
        this.artifact = artifact;
        this.tool = tool;
    }

    /** Which bundle and service, for people. */
    public String artifact() {
        return artifact;
    }

    /** Runs the calls. */
    public Tool tool() {
        return tool;
    }
}

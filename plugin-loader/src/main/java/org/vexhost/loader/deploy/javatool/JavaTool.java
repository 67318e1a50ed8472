package org.vexhost.loader.deploy.javatool;

import org.vexhost.api.Tool;

/** A tool that a bundle registered as a service. Compared by identity. */
public final class JavaTool {

    private final String artifact;
    private final Tool tool;

    /**
     * Describes a registered tool.
     *
     * @param artifact the bundle and service, for display; unique
     * @param tool runs the calls
     */
    public JavaTool(String artifact, Tool tool) {
        this.artifact = artifact;
        this.tool = tool;
    }

    /** Returns the bundle and service, for display. */
    public String artifact() {
        return artifact;
    }

    /** Returns the tool that runs the calls. */
    public Tool tool() {
        return tool;
    }
}

package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.ToolStatus;

/**
 * The state of one artifact at one moment, with its versions.
 *
 * @param status name, artifact, state, time of the last change, and reason
 * @param owner whether the artifact owns its name, so that it serves the calls of the name
 * @param form the form of the artifact
 * @param missing the grants that the newest version lacks; empty unless the state is BLOCKED
 * @param newest the newest version that could be read, which may be waiting, failed or serving;
 *     empty if no version could be read
 * @param serving the version that serves calls; empty if no version does
 * @since 1.0
 */
public record ToolInfo(
        ToolStatus status,
        boolean owner,
        Form form,
        List<MissingCapability> missing,
        Optional<VersionInfo> newest,
        Optional<VersionInfo> serving) {

    /** The form of an artifact. */
    public enum Form {
        /** {@code NAME.tool.json} beside {@code NAME.wasm}. */
        FILE_PAIR,
        /** A folder with {@code tool.json} and its module. */
        FOLDER,
        /** A jar with {@code tool.json} and its module. */
        TOOL_BUNDLE,
        /** A module that carries its descriptor in a custom section. */
        SINGLE_FILE,
        /** A {@code Tool} service of a bundle with Java code. */
        JAVA
    }

    /** Checks that nothing is null, and copies the list. */
    public ToolInfo {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(form, "form");
        missing = List.copyOf(missing);
        Objects.requireNonNull(newest, "newest");
        Objects.requireNonNull(serving, "serving");
    }

    /** Returns the tool's name; if the artifact could not be read, a guess from its file name. */
    public String name() {
        return status.tool();
    }
}

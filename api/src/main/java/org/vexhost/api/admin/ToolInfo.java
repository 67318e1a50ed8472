package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.ToolStatus;

/**
 * One artifact at one moment.
 *
 * @param status name, artifact, state, since when, and why
 * @param owner whether calls of the name go to it
 * @param form the form in which it came
 * @param missing what has to be granted before the newest version can serve; empty unless BLOCKED
 * @param newest the newest version that could be read: the one that waits, or failed, or else the
 *     one that serves; empty if none could be read
 * @param serving the version that answers calls; empty if none does
 * @since 1.0
 */
public record ToolInfo(
        ToolStatus status,
        boolean owner,
        Form form,
        List<MissingCapability> missing,
        Optional<VersionInfo> newest,
        Optional<VersionInfo> serving) {

    /** The form in which an artifact comes. */
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

    /** The tool's name; where the artifact could not be read, a guess from its file's name. */
    public String name() {
        return status.tool();
    }
}

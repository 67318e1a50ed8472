package org.vexhost.loader.deploy.state;

import java.util.Optional;
import org.vexhost.api.ToolState;

/**
 * Why the newest artifact is not a version.
 *
 * @param state WAITING or FAILED
 * @param text safe to print
 * @param version of the artifact, if that much could be read
 */
public record Problem(ToolState state, String text, Optional<String> version, Retry retry) {

    /** When the same files are worth another try. */
    public enum Retry {
        /** Only other files are. */
        NEVER,
        /** When another artifact gives its name back. */
        WHEN_A_NAME_IS_FREE
    }

    /** The tool waits for something; other files may end that. */
    public static Problem waiting(String text) {
        return new Problem(ToolState.WAITING, text, Optional.empty(), Retry.NEVER);
    }

    /** Only other files change it. */
    public static Problem failed(String text) {
        return new Problem(ToolState.FAILED, text, Optional.empty(), Retry.NEVER);
    }
}

package org.vexhost.loader.deploy.state;

import java.util.Optional;
import org.vexhost.api.ToolState;

/**
 * The reason why the newest files of an artifact did not become a version.
 *
 * @param state WAITING or FAILED
 * @param text the reason; safe to print
 * @param version the artifact's version, if it could be read
 * @param retry when to try the same files again
 */
public record Problem(ToolState state, String text, Optional<String> version, Retry retry) {

    /** When to try the same files again. */
    public enum Retry {
        /** Never; only other files can solve the problem. */
        NEVER,
        /** When another artifact releases a name. */
        WHEN_A_NAME_IS_FREE
    }

    /** Creates a problem of a tool that waits for something. Other files may end the wait. */
    public static Problem waiting(String text) {
        return new Problem(ToolState.WAITING, text, Optional.empty(), Retry.NEVER);
    }

    /** Creates a problem that only other files can solve. */
    public static Problem failed(String text) {
        return new Problem(ToolState.FAILED, text, Optional.empty(), Retry.NEVER);
    }
}

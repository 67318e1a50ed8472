package org.vexhost.distribution.admin;

import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.api.Deadline;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;

/**
 * Waits until a tool is deployed. It checks the state of the tool and does not call the tool. That
 * avoids failed calls, which would be counted, logged and audited.
 */
final class DeploymentWait {

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long MAX_PAUSE_MILLIS = 250;

    private final Supplier<Optional<ToolAdministration>> administration;

    /**
     * Creates a wait.
     *
     * @param administration the administration; empty while the host stops
     */
    DeploymentWait(Supplier<Optional<ToolAdministration>> administration) {
        this.administration = administration;
    }

    /**
     * Waits while the tool may still be deployed. Returns when a version is serving, when the
     * deployment has ended without a serving version, when the host stops, or when the time has
     * elapsed.
     *
     * @param tool the name that was called; any text
     * @param end the time when the wait ends
     */
    void await(String tool, Deadline end) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        while (!end.isExpired() && mayStillCome(tool)) {
            Thread.sleep(Math.min(pause, 1 + end.remaining().toMillis()));
            pause = Math.min(2 * pause, MAX_PAUSE_MILLIS);
        }
    }

    private boolean mayStillCome(String tool) {
        Optional<ToolAdministration> now = administration.get();
        return now.isPresent()
                && !now.get().load().draining()
                && now.get().tool(tool).map(DeploymentWait::mayStillServe).orElse(true);
    }

    private static boolean mayStillServe(ToolInfo tool) {
        if (tool.serving().isPresent()) {
            return false;
        }
        return switch (tool.status().state()) {
            // ACTIVE without a serving version means that one version is replacing another.
            case WAITING, COMPILING, ACTIVE -> true;
            case BLOCKED, FAILED, DRAINING, DISABLED -> false;
        };
    }
}

package org.vexhost.loader.deploy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.Slot.Problem;
import org.vexhost.loader.deploy.Slot.Retry;
import org.vexhost.loader.deploy.ToolBundles.Run;

/** Makes bundles follow versions and operators. Confined to the control thread. */
final class Bundling {

    private static final Logger LOG = LoggerFactory.getLogger(Bundling.class);

    /** When a bundle that could not be installed is tried again. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private final ToolBundles bundles;
    private final HostState state;

    Bundling(ToolBundles bundles, HostState state) {
        this.bundles = bundles;
        this.state = state;
    }

    /** Makes the bundle of a version that has none yet; gives the problem if that fails. */
    Optional<Problem> install(Version version) {
        if (version.content().isEmpty()) {
            return Optional.empty();
        }
        Run run = state.disabled(version.name()).isPresent() ? Run.STOPPED : Run.STARTED;
        try {
            bundles.install(version.content().get(), run);
            return Optional.empty();
        } catch (IOException e) {
            String text = "its bundle cannot be installed [%s]".formatted(e.getMessage());
            Optional<String> shown = Optional.of(version.version());
            return Optional.of(new Problem(ToolState.FAILED, text, shown, Retry.NEVER));
        }
    }

    void set(String tool, Run run) {
        try {
            bundles.set(tool, run);
        } catch (IOException e) {
            LOG.warn("Bundle of tool '{}' is not {} [{}]", tool, run, e.getMessage());
        }
    }

    boolean has(String tool) {
        return bundles.has(tool);
    }
}

package org.vexhost.loader.deploy;

import java.io.IOException;
import java.util.Set;
import org.vexhost.loader.artifact.LoadedArtifact;

/** The bundles that stand for deployed tools. Used by the control thread. */
public interface ToolBundles {

    /** Whether a bundle runs. */
    enum Run {
        /** It does. */
        STARTED,
        /** It does not. */
        STOPPED
    }

    /** Whether an operator's will outlasts the process. */
    enum Lasting {
        /** It does. */
        PERSISTENT,
        /** It holds until the host ends: {@code stop -t}, or a change of start level. */
        TRANSIENT
    }

    /** Is told when an operator starts or stops a bundle: never of what this interface does. */
    interface Listener {
        /**
         * A bundle was started or stopped.
         *
         * @param tool the tool it stands for
         */
        void changed(String tool, Run run, Lasting lasting);
    }

    /** Tells {@code listener} from now on, instead of any before. */
    void listen(Listener listener);

    /**
     * Installs the bundle of a tool, or updates it, and starts or stops it.
     *
     * @throws IOException if the framework refuses it, or the disk is full
     */
    void install(LoadedArtifact artifact, Run run) throws IOException;

    /**
     * Starts or stops the bundle of a tool, if there is one.
     *
     * @throws IOException if the framework refuses it
     */
    void set(String tool, Run run) throws IOException;

    /** Whether a tool has a bundle. */
    boolean has(String tool);

    /** Removes the bundle of a tool, if there is one. */
    void uninstall(String tool);

    /** Removes the bundles of all tools but these: what an earlier process left. */
    void retain(Set<String> tools);
}

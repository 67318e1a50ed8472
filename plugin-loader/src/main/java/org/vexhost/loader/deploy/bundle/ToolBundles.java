package org.vexhost.loader.deploy.bundle;

import java.io.IOException;
import java.util.Set;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.deploy.store.Durability;

/** The bundles that stand for deployed tools. Used by one thread at a time. */
public interface ToolBundles {

    /** Whether a bundle runs. */
    enum Run {
        /** It does. */
        STARTED,
        /** It does not. */
        STOPPED
    }

    /**
     * What the bundle of a tool is made from.
     *
     * @param tool its name
     * @param version its version
     * @param digest the same for the same module and descriptor
     * @param descriptorJson the descriptor as it was written; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by digest only.
    record Content(String tool, String version, String digest, byte[] descriptorJson) {
        static Content of(LoadedArtifact artifact) {
            return new Content(
                    artifact.descriptor().name(),
                    artifact.descriptor().definition().version(),
                    artifact.digest().text(),
                    artifact.descriptorJson());
        }
    }

    /** Is told when an operator starts or stops a bundle: never of what this interface does. */
    interface Listener {
        /**
         * A bundle was started or stopped.
         *
         * @param tool the tool it stands for
         */
        void changed(String tool, Run run, Durability durability);
    }

    /** Tells {@code listener} from now on, instead of any before. */
    void listen(Listener listener);

    /**
     * Installs the bundle of a tool, or updates it, and starts or stops it. One that an operator
     * uninstalled comes back when it is to be started.
     *
     * @throws IOException if the framework refuses it, or the disk is full
     */
    void put(Content content, Run run) throws IOException;

    /** Removes the bundle of a tool, if there is one. */
    void uninstall(String tool);

    /** Removes the bundles of all tools but these: what an earlier process left. */
    void retain(Set<String> tools);
}

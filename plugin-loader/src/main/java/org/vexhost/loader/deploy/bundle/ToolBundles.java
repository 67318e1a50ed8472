package org.vexhost.loader.deploy.bundle;

import java.io.IOException;
import java.util.Set;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.deploy.store.Durability;

/** Installs, updates and removes the bundles that represent tools. Used by one thread at a time. */
public interface ToolBundles {

    /** Whether a bundle is running. */
    enum Run {
        /** The bundle is running. */
        STARTED,
        /** The bundle is not running. */
        STOPPED
    }

    /**
     * The content of a tool's bundle.
     *
     * @param tool the tool's name
     * @param version the tool's version
     * @param digest the same for the same module and descriptor
     * @param descriptorJson the bytes of the descriptor's file; must not be modified
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

    /**
     * A listener for operators who start and stop bundles. It is not called for changes that are
     * made through {@link ToolBundles}.
     */
    interface Listener {
        /**
         * Reports that a bundle was started or stopped.
         *
         * @param tool the tool that the bundle represents
         * @param run the new state
         * @param durability whether the change survives a restart
         */
        void changed(String tool, Run run, Durability durability);
    }

    /** Sets the listener, which replaces an earlier listener. */
    void listen(Listener listener);

    /**
     * Installs or updates the bundle of a tool, and starts or stops the bundle. A bundle that an
     * operator uninstalled is installed again when it must be started.
     *
     * @throws IOException if the framework rejects the bundle, or the disk is full
     */
    void put(Content content, Run run) throws IOException;

    /** Removes the bundle of a tool, if it exists. */
    void uninstall(String tool);

    /**
     * Removes bundles that an earlier process may have left: the bundles of all tools except the
     * given ones.
     */
    void retain(Set<String> tools);
}

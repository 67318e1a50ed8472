package org.vexhost.distribution.admin.folder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.vexhost.distribution.host.HostHome;

/**
 * Applies the changes of {@code etc/} and {@code bundles/}. While nothing is pending and each
 * further change has a file event, it waits for an event. Used by one thread, apart from {@link
 * #close}.
 */
public final class FolderUpdates implements Poll.Look, AutoCloseable {

    /** The longest wait for an event. It bounds the delay of a change whose event is missing. */
    static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private final ConfigurationFolder configuration;
    private final List<OptionalBundle> optional;
    private final BundleFolder bundles;
    private final EditNotes edits;
    private final BundleNotes notes;
    private final RestCollection collection;
    private final FolderEvents events;
    private final List<Path> folders;
    private boolean isAtRest;

    /**
     * Creates the updates of a host's folders.
     *
     * @param events closed with this object
     */
    public FolderUpdates(
            HostHome home,
            ConfigurationFolder configuration,
            List<OptionalBundle> optional,
            BundleFolder bundles,
            EditNotes edits,
            BundleNotes notes,
            RestCollection collection,
            FolderEvents events) {
        this.configuration = configuration;
        this.optional = optional;
        this.bundles = bundles;
        this.edits = edits;
        this.notes = notes;
        this.collection = collection;
        this.events = events;
        folders = EditNotes.folders(home.etc());
        folders.add(home.bundles());
    }

    @Override
    public void take() throws InterruptedException {
        if (isAtRest && events.await(MAX_WAIT)) {
            configuration.listAgain();
            bundles.listAgain();
            edits.listAgain();
        }
        isAtRest = false;
        configuration.update();
        optional.forEach(OptionalBundle::update);
        bundles.update();
        edits.update();
        notes.update();
        collection.update();
        isAtRest =
                configuration.isSettled()
                        && bundles.isSettled()
                        && edits.isSettled()
                        && events.watch(folders);
    }

    @Override
    public void close() {
        events.close();
    }
}

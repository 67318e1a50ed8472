package org.vexhost.loader.config;

import java.util.function.Consumer;

/** Gives the settings that hold now, and tells of new ones. Thread-safe. */
public interface HostConfiguration {

    /** The last good settings. */
    HostSettings current();

    /**
     * Tells {@code listener} of every change from now on, until the result is closed. It is called
     * on the configuration's thread and must be quick.
     */
    Subscription subscribe(Consumer<HostSettings> listener);

    /** Ends with {@link #close}. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}

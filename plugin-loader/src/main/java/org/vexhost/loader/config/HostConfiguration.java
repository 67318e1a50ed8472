package org.vexhost.loader.config;

import java.util.function.Consumer;

/** Provides the current settings, and notifies listeners when they change. Thread-safe. */
public interface HostConfiguration {

    /** Returns the settings that were accepted last. */
    HostSettings current();

    /**
     * Notifies {@code listener} of every change from now on, until the subscription is closed. The
     * listener is called on the configuration's thread and must return quickly.
     */
    Subscription subscribe(Consumer<HostSettings> listener);

    /** A subscription that ends with {@link #close}. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}

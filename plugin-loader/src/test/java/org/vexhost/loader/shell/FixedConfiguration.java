package org.vexhost.loader.shell;

import java.util.function.Consumer;
import org.vexhost.loader.config.HostConfiguration;
import org.vexhost.loader.config.HostSettings;

/** Settings that nobody changes. */
record FixedConfiguration(HostSettings current) implements HostConfiguration {
    @Override
    public Subscription subscribe(Consumer<HostSettings> listener) {
        return () -> {};
    }
}

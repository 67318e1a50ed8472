package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The current settings of a configuration. Each module registers an OSGi service of this type for
 * each of its configurations. Secret values are not included. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface Settings {

    /** Returns all settings, in the order of their documentation. Must never block. */
    List<Setting> current();

    /**
     * One value of the host's configuration.
     *
     * @param pid the PID of the configuration to which the setting belongs; the file is {@code
     *     etc/PID.cfg}
     * @param name the setting's name in that configuration
     * @param value the current value, in the form in which the file contains it; safe to print
     * @param defaultValue the value that applies without configuration; empty if there is no
     *     default, or if it is unknown
     * @param source the source of the value
     * @since 1.0
     */
    record Setting(
            String pid, String name, String value, Optional<String> defaultValue, Source source) {

        /** Checks that nothing is null. */
        public Setting {
            Objects.requireNonNull(pid, "pid");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(defaultValue, "defaultValue");
            Objects.requireNonNull(source, "source");
        }
    }

    /** The source of a value. */
    enum Source {
        /** The value is the default. */
        DEFAULT,
        /** An operator configured the value. */
        CONFIGURED
    }
}

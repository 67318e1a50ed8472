package org.vexhost.api.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings in force. Any module registers an OSGi service of this type for each of its
 * configurations. Secret values are not included. Thread-safe.
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
     * @param pid the configuration that it belongs to; {@code etc/PID.cfg} sets it
     * @param name the setting's name in that configuration
     * @param value the value in force, as written in the file; safe to print
     * @param defaultValue the value without any configuration; empty if there is none or it is
     *     unknown
     * @param source where the value comes from
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

    /** Where a value comes from. */
    enum Source {
        /** It is the default. */
        DEFAULT,
        /** An operator configured it. */
        CONFIGURED
    }
}

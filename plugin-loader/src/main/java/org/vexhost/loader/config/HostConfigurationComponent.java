package org.vexhost.loader.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the settings from ConfigAdmin. If a value is invalid, nothing changes: one log line names
 * the file, each invalid key and the reason, and the previous settings stay in force.
 */
@Component(service = HostConfiguration.class, configurationPid = HostConfig.PID)
@Designate(ocd = HostConfig.class)
public final class HostConfigurationComponent implements HostConfiguration {

    /** The framework property that names the host's home. */
    public static final String HOME_PROPERTY = "vexhost.home";

    private static final Logger LOG = LoggerFactory.getLogger(HostConfigurationComponent.class);
    private static final String FILE_PROPERTY = "felix.fileinstall.filename";

    private final List<Consumer<HostSettings>> listeners = new CopyOnWriteArrayList<>();
    private final Path home;
    private volatile HostSettings settings;

    /**
     * Called by Declarative Services.
     *
     * @throws IllegalStateException if the framework has no property {@link #HOME_PROPERTY}
     */
    @Activate
    public HostConfigurationComponent(BundleContext context, Map<String, Object> values) {
        String property = context.getProperty(HOME_PROPERTY);
        if (property == null || property.isBlank()) {
            throw new IllegalStateException(
                    "framework has no property '%s'".formatted(HOME_PROPERTY));
        }
        home = Path.of(property);
        settings = HostSettings.defaultsFor(home);
        modified(values);
    }

    /** Called by Declarative Services. */
    @Modified
    public void modified(Map<String, Object> values) {
        try {
            HostSettings read = SettingsReader.read(home, values);
            if (!read.equals(settings)) {
                settings = read;
                listeners.forEach(listener -> listener.accept(read));
            }
        } catch (InvalidSettingsException e) {
            LOG.warn(
                    "{}: {}; the previous settings stay in force",
                    Objects.requireNonNullElse(
                            values.get(FILE_PROPERTY), "configuration '" + HostConfig.PID + "'"),
                    e.getMessage());
        }
    }

    @Override
    public HostSettings current() {
        return settings;
    }

    @Override
    public Subscription subscribe(Consumer<HostSettings> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}

package org.vexhost.distribution.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.felix.cm.file.ConfigurationHandler;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's {@code etc/}: {@code PID.cfg} (properties) and {@code PID.config} (typed), and with a
 * dash the instances of a factory, {@code FACTORYPID-NAME.cfg}. A file that cannot be read changes
 * nothing: what it said before goes on.
 */
final class ConfigurationFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFolder.class);

    private final ConfigurationAdmin admin;
    private final Map<String, Map<String, Object>> defaults;
    private final FolderScan scan;
    private final Map<Path, Configuration> configurations = new HashMap<>();

    /**
     * Reads a folder.
     *
     * @param defaults by PID, what holds where no file says otherwise
     */
    ConfigurationFolder(
            ConfigurationAdmin admin, Path folder, Map<String, Map<String, Object>> defaults) {
        this.admin = admin;
        this.defaults = Map.copyOf(defaults);
        // Nothing is to start with other settings than its own, however new they are.
        scan =
                new FolderScan(
                        folder, name -> name.endsWith(".cfg") || name.endsWith(".config"), true);
    }

    /** Sets the defaults and takes in what is there. */
    void begin() throws IOException {
        for (Map.Entry<String, Map<String, Object>> entry : defaults.entrySet()) {
            Configuration configuration = admin.getConfiguration(entry.getKey(), "?");
            configuration.update(FrameworkUtil.asDictionary(entry.getValue()));
        }
        update();
    }

    /** Takes in what changed. */
    void update() throws IOException {
        FolderScan.Changes changes = scan.next();
        for (Path file : changes.removed()) {
            remove(file);
        }
        for (Path file : changes.changed()) {
            apply(file);
        }
    }

    private void apply(Path file) {
        try {
            Map<String, Object> values = new HashMap<>(defaultsOf(file));
            values.putAll(read(file));
            Configuration configuration = configurations.get(file);
            if (configuration == null) {
                configuration = create(file);
                configurations.put(file, configuration);
            }
            if (configuration.updateIfDifferent(FrameworkUtil.asDictionary(values))) {
                LOG.info("configuration '{}' is read", file);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn(
                    "configuration '{}' cannot be read, what it said before stays [{}]",
                    file,
                    String.valueOf(e.getMessage()));
        }
    }

    private void remove(Path file) throws IOException {
        Configuration configuration = configurations.remove(file);
        if (configuration != null) {
            Map<String, Object> values = defaultsOf(file);
            if (values.isEmpty()) {
                configuration.delete();
            } else {
                configuration.update(FrameworkUtil.asDictionary(values));
            }
            LOG.info("configuration '{}' is gone, defaults hold", file);
        }
    }

    private Configuration create(Path file) throws IOException {
        String id = id(file);
        int dash = id.indexOf('-');
        return dash < 0
                ? admin.getConfiguration(id, "?")
                : admin.getFactoryConfiguration(id.substring(0, dash), id.substring(dash + 1), "?");
    }

    private Map<String, Object> defaultsOf(Path file) {
        return defaults.getOrDefault(id(file), Map.of());
    }

    private static String id(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static Map<String, Object> read(Path file) throws IOException {
        Map<String, Object> values = new HashMap<>();
        if (file.toString().endsWith(".config")) {
            try (InputStream in = Files.newInputStream(file)) {
                @SuppressWarnings("unchecked") // It makes its keys from text.
                Dictionary<String, Object> typed = ConfigurationHandler.read(in);
                typed.keys().asIterator().forEachRemaining(key -> values.put(key, typed.get(key)));
            }
        } else {
            Properties properties = new Properties();
            try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(in);
            }
            properties.forEach((key, value) -> values.put((String) key, ((String) value).strip()));
        }
        // Whoever reads a setting can name the file in what it says of it.
        values.put("felix.fileinstall.filename", file.toUri().toString());
        return values;
    }
}

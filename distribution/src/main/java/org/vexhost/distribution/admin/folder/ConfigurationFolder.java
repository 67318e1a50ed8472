package org.vexhost.distribution.admin.folder;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.apache.felix.cm.file.ConfigurationHandler;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.host.FileTrust;

/**
 * Applies the configuration files in the host's {@code etc/}: {@code PID.cfg} (properties) and
 * {@code PID.config} (typed). A file {@code FACTORYPID-NAME.cfg} configures one instance of a
 * factory. If a file cannot be read or its configuration cannot be stored, its earlier values stay
 * in effect, and every scan tries again. While the folder cannot be listed, the same applies to all
 * files.
 */
public final class ConfigurationFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFolder.class);

    private final ConfigurationAdmin admin;
    private final Path folder;
    private final Map<String, Map<String, Object>> defaults;
    private final FileTrust trust;
    private final FolderScan scan;
    private final Map<Path, Configuration> configurations = new HashMap<>();
    private final Set<Path> leaving = new TreeSet<>();
    private final Problems problems = new Problems();

    /**
     * Creates a folder of configurations. {@link #begin} reads the files.
     *
     * @param trust decides which files are read
     * @param defaults default values by PID, for keys that are missing in the file
     * @param nanoTime a monotonic clock
     */
    public ConfigurationFolder(
            ConfigurationAdmin admin,
            Path folder,
            FileTrust trust,
            Map<String, Map<String, Object>> defaults,
            LongSupplier nanoTime) {
        this.trust = trust;
        this.admin = admin;
        this.folder = folder;
        this.defaults = Map.copyOf(defaults);
        // The first scan also reports files that have just been written, so that no component
        // starts without its settings.
        scan =
                new FolderScan(
                        folder,
                        name -> name.endsWith(".cfg") || name.endsWith(".config"),
                        true,
                        nanoTime);
    }

    /**
     * Sets the defaults and applies the existing files.
     *
     * @throws IOException if the folder cannot be listed; components must not start without their
     *     settings
     */
    public void begin() throws IOException {
        for (Map.Entry<String, Map<String, Object>> entry : defaults.entrySet()) {
            Configuration configuration = admin.getConfiguration(entry.getKey(), "?");
            configuration.update(FrameworkUtil.asDictionary(entry.getValue()));
        }
        take(scan.next());
    }

    /** Applies the changes since the last scan. */
    void update() {
        FolderScan.Changes changes;
        try {
            changes = scan.next();
        } catch (IOException e) {
            if (problems.isNew(folder, e.toString())) {
                LOG.warn(
                        "folder '{}' cannot be read, the earlier values of its files stay in effect [{}]",
                        folder,
                        e.toString());
            }
            return;
        }
        if (problems.solved(folder)) {
            LOG.info("folder '{}' can be read again", folder);
        }
        take(changes);
    }

    /** Lists the files in the next update, even if the times and sizes are as before. */
    void listAgain() {
        scan.listAgain();
    }

    /** Whether nothing happens until a file changes. */
    boolean isSettled() {
        return leaving.isEmpty() && scan.isSettled();
    }

    private void take(FolderScan.Changes changes) {
        leaving.addAll(changes.removed());
        changes.changed().forEach(leaving::remove);
        for (Path file : Set.copyOf(leaving)) {
            remove(file);
        }
        for (Path file : changes.changed()) {
            apply(file);
        }
    }

    private void apply(Path file) {
        Map<String, Object> values = new HashMap<>(defaultsOf(file));
        try {
            trust.require(file);
            values.putAll(read(file));
        } catch (IOException | IllegalArgumentException e) {
            tell(file, "cannot be read", e);
            scan.again(file);
            return;
        }
        try {
            boolean isOther = store(file, values);
            if (problems.solved(file) || isOther) {
                LOG.info("configuration '{}' is read", file);
            }
        } catch (IllegalStateException e) {
            // Other code has deleted the configuration. The next scan creates a new one.
            configurations.remove(file);
            scan.again(file);
        } catch (IOException | IllegalArgumentException e) {
            tell(file, "cannot be stored", e);
            scan.again(file);
        }
    }

    private boolean store(Path file, Map<String, Object> values) throws IOException {
        Configuration configuration = configurations.get(file);
        if (configuration == null) {
            configuration = create(file);
            configurations.put(file, configuration);
        }
        return configuration.updateIfDifferent(FrameworkUtil.asDictionary(values));
    }

    private void remove(Path file) {
        Configuration configuration = configurations.get(file);
        try {
            if (configuration != null) {
                reset(configuration, defaultsOf(file));
                LOG.info("configuration '{}' is removed, the defaults apply", file);
            }
            configurations.remove(file);
            leaving.remove(file);
            boolean ignored = problems.solved(file);
        } catch (IOException e) {
            tell(file, "is removed, which cannot be stored", e);
        }
    }

    private static void reset(Configuration configuration, Map<String, Object> values)
            throws IOException {
        try {
            if (values.isEmpty()) {
                configuration.delete();
            } else {
                configuration.update(FrameworkUtil.asDictionary(values));
            }
        } catch (IllegalStateException e) {
            LOG.debug("somebody deleted it before", e);
        }
    }

    private void tell(Path file, String problem, Exception e) {
        if (problems.isNew(file, problem + e)) {
            LOG.warn(
                    "configuration '{}' {}, the earlier values stay in effect [{}]",
                    file,
                    problem,
                    Problems.text(e));
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
                @SuppressWarnings("unchecked") // The handler creates all keys as strings.
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
        // Readers of a setting can name this file in their messages.
        values.put("felix.fileinstall.filename", file.toUri().toString());
        return values;
    }
}

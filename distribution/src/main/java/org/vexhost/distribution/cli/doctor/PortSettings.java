package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.felix.cm.file.ConfigurationHandler;
import org.vexhost.distribution.host.HostHome;

/**
 * The settings of the host's ports.
 *
 * @param file the file that contains the settings
 */
record PortSettings(Path file, Map<String, String> values) {

    private static final String PID = "org.vexhost.http";

    PortSettings {
        values = Map.copyOf(values);
    }

    /** Reads the settings of a home; empty if their file cannot be parsed. */
    static Optional<PortSettings> of(HostHome home) throws IOException {
        Path typed = home.etc().resolve(PID + ".config");
        Path plain = home.etc().resolve(PID + ".cfg");
        Map<String, String> values = new HashMap<>();
        if (Files.isReadable(plain)) {
            Properties properties = new Properties();
            try (Reader in = Files.newBufferedReader(plain, StandardCharsets.UTF_8)) {
                properties.load(in);
            } catch (IOException | IllegalArgumentException e) {
                return Optional.empty();
            }
            properties.forEach((key, value) -> values.put(key.toString(), value.toString()));
            return Optional.of(new PortSettings(plain, values));
        }
        if (Files.isReadable(typed)) {
            try (InputStream in = Files.newInputStream(typed)) {
                Dictionary<?, ?> found = ConfigurationHandler.read(in);
                for (Object key : Collections.list(found.keys())) {
                    values.put(key.toString(), String.valueOf(found.get(key)));
                }
            } catch (IOException | IllegalArgumentException e) {
                return Optional.empty();
            }
            return Optional.of(new PortSettings(typed, values));
        }
        return Optional.of(new PortSettings(plain, Map.of()));
    }

    /** Whether a setting has a value. */
    boolean has(String name) {
        return !value(name, "").isEmpty();
    }

    /** Returns the value of a setting without surrounding white space, or a default. */
    String value(String name, String absent) {
        return values.getOrDefault(name, absent).strip();
    }
}

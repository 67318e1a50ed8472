package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names of all settings, read from the default files of the distribution. These files list
 * every setting, most of them in comments.
 */
public final class KnownSettings {

    private static final Pattern KEY = Pattern.compile("(?m)^#?([a-zA-Z][a-zA-Z0-9.]*) *=");

    private final Path defaults;

    /**
     * Reads the names from a folder.
     *
     * @param defaults the folder {@code etc/} of the distribution
     */
    public KnownSettings(Path defaults) {
        this.defaults = defaults;
    }

    /**
     * Returns the settings in the default file of the same name; empty if there is no such file.
     */
    public Set<String> of(Path file) throws IOException {
        Path own = defaults.resolve(String.valueOf(file.getFileName()));
        Set<String> keys = new TreeSet<>();
        if (Files.isRegularFile(own)) {
            KEY.matcher(Files.readString(own)).results().forEach(found -> keys.add(found.group(1)));
        }
        return keys;
    }
}

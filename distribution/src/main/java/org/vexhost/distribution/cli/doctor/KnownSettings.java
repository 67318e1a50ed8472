package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names of all settings, from the files that the distribution brings: they list every setting,
 * most of them as comments.
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

    /** The settings in a file of this name. Empty if the distribution has no such file. */
    public Set<String> of(Path file) throws IOException {
        Path own = defaults.resolve(String.valueOf(file.getFileName()));
        Set<String> keys = new TreeSet<>();
        if (Files.isRegularFile(own)) {
            KEY.matcher(Files.readString(own)).results().forEach(found -> keys.add(found.group(1)));
        }
        return keys;
    }
}

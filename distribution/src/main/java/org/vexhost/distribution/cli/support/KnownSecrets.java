package org.vexhost.distribution.cli.support;

import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexhost.distribution.host.HostHome;

/** Collects the known secrets of a host, so that a {@link TextRedaction} can remove them. */
final class KnownSecrets {

    private static final Pattern NAME =
            Pattern.compile(
                    "(?i).*(?:secret|token|passw|passphrase|credential|auth|private|apikey).*|.*key[0-9_.-]*");

    private static final Pattern SETTING =
            Pattern.compile(
                    "(?m)^[ \\t#!]*([^\\s=:#!]{1,200})[ \\t]*[=:][ \\t]*(?:[A-Z]?\")?(.*?)\"?[ \\t]*$");

    /** A system property in an argument of the JVM. */
    private static final Pattern PROPERTY = Pattern.compile("-D([^=]{1,200})=(.+)", Pattern.DOTALL);

    /** The minimum length. Removing shorter texts would make a log unreadable. */
    private static final int MIN_LENGTH = 4;

    private static final long MAX_BYTES = 256 << 10;

    private final Set<String> secrets = new LinkedHashSet<>();

    KnownSecrets() {}

    /** Whether the name of a setting or variable suggests that its value is secret. */
    static boolean isSecret(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Adds the secrets in the files of a home.
     *
     * @throws IOException if a file cannot be read, because its secrets could then not be removed
     */
    KnownSecrets addHome(HostHome home) throws IOException {
        for (Path file : files(home.etc().resolve("secrets"), "*")) {
            add(text(file));
        }
        add(text(home.etc().resolve("audit.key")));
        for (Path file : files(home.etc(), "*.{cfg,config}")) {
            addSettings(text(file));
        }
        return this;
    }

    /**
     * Adds the secret values in a settings file. Includes values in comments, which may have been
     * in use earlier.
     */
    private void addSettings(String text) throws IOException {
        SETTING.matcher(text).results().forEach(each -> addIfSecret(each.group(1), each.group(2)));
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            // The values were already added line by line above.
            return;
        }
        properties.forEach((name, value) -> addIfSecret(name.toString(), value.toString()));
    }

    /** Adds the values of variables whose names suggest a secret. */
    KnownSecrets addEnvironment(Map<String, String> environment) {
        environment.forEach(this::addIfSecret);
        return this;
    }

    /** Adds the secret variables of a process, separated by NUL as in {@code /proc/PID/environ}. */
    KnownSecrets addEnvironment(byte[] environment) {
        for (String variable : words(environment)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                addIfSecret(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return this;
    }

    /**
     * Adds the secret properties on a command line, separated by NUL as in {@code
     * /proc/PID/cmdline}.
     */
    KnownSecrets addArguments(byte[] arguments) {
        for (String argument : words(arguments)) {
            Matcher property = PROPERTY.matcher(argument);
            if (property.matches()) {
                addIfSecret(property.group(1), property.group(2));
            }
        }
        return this;
    }

    private static String[] words(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).split("\0", -1);
    }

    private void addIfSecret(String name, String value) {
        if (isSecret(name)) {
            add(value);
        }
    }

    /** Adds each line of a secret separately, because a PEM key has several lines. */
    private void add(String value) {
        for (String line : (value + "\n" + value.strip()).split("\n", -1)) {
            String secret = line.strip();
            if (secret.length() >= MIN_LENGTH) {
                byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
                secrets.add(secret);
                secrets.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
                secrets.add(secret.replace("/", "\\/"));
                secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
                secrets.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
                secrets.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
                secrets.add(HexFormat.of().formatHex(bytes));
                secrets.add(HexFormat.of().withUpperCase().formatHex(bytes));
            }
        }
    }

    /** Returns all secrets, in each form in which they may be written, the longest first. */
    List<String> all() {
        List<String> sorted = new ArrayList<>(secrets);
        sorted.sort(Comparator.comparingInt(String::length).reversed());
        return sorted;
    }

    private static List<Path> files(Path folder, String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
                found.forEach(files::add);
            }
        }
        files.removeIf(each -> !Files.isRegularFile(each));
        return files;
    }

    private static String text(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES
                ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                : "";
    }
}

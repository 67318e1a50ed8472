package org.vexhost.ssh.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The file of keys that may sign in. It is read and checked at each use, so a change takes effect
 * immediately. A file that is missing, not trusted or too large contains no keys. A line that is
 * invalid is rejected; the other lines count. Each problem is reported once, until the file
 * changes. Thread-safe.
 */
public final class AuthorizedKeys {

    static final int MAX_BYTES = 1 << 18;
    static final int MAX_KEYS = 1_000;
    static final int MAX_LINE = 16_384;

    /** A file that is not one of keys may have very many lines. */
    static final int MAX_REPORTED = 20;

    private final Path file;
    private final TrustedFile trusted;
    private final Consumer<String> problems;

    /** Guarded by this. */
    private byte[] read = new byte[0];

    /** Guarded by this. By fingerprint. */
    private Map<String, AuthorizedKey> keys = Map.of();

    /** Guarded by this. Empty if the file could be read. */
    private String problem = "";

    /**
     * Creates a file that has not been read.
     *
     * @param self the host's user
     * @param problems receives problems as one line each
     */
    public AuthorizedKeys(Path file, UserPrincipal self, Consumer<String> problems) {
        this.file = file;
        this.problems = problems;
        trusted = new TrustedFile(file, self, TrustedFile.Others.MAY_READ, MAX_BYTES);
    }

    /** Returns the key with a fingerprint; empty if it may not sign in now. */
    public Optional<AuthorizedKey> find(String fingerprint) {
        return Optional.ofNullable(now().get(fingerprint));
    }

    /** Returns the number of keys that may sign in now. */
    public int count() {
        return now().size();
    }

    private synchronized Map<String, AuthorizedKey> now() {
        byte[] content;
        try {
            content = trusted.read();
        } catch (NoSuchFileException e) {
            return none("'%s' does not exist, so nobody can sign in".formatted(file));
        } catch (IOException e) {
            return none("%s; until then, nobody can sign in".formatted(e.getMessage()));
        }
        if (!Arrays.equals(content, read) || !problem.isEmpty()) {
            problem = "";
            read = content;
            keys = parse(new String(content, StandardCharsets.UTF_8));
        }
        return keys;
    }

    private synchronized Map<String, AuthorizedKey> none(String why) {
        if (!problem.equals(why)) {
            problem = why;
            problems.accept(why);
        }
        return Map.of();
    }

    private Map<String, AuthorizedKey> parse(String text) {
        Map<String, AuthorizedKey> found = new LinkedHashMap<>();
        int number = 0;
        int rejected = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            try {
                add(found, line);
            } catch (IllegalArgumentException e) {
                if (++rejected <= MAX_REPORTED) {
                    problems.accept(
                            "'%s' line %d is rejected [%s]"
                                    .formatted(file, number, e.getMessage()));
                }
            }
        }
        if (rejected > MAX_REPORTED) {
            problems.accept(
                    "'%s' has %d more lines that are rejected"
                            .formatted(file, rejected - MAX_REPORTED));
        }
        return Map.copyOf(found);
    }

    private static void add(Map<String, AuthorizedKey> found, String line) {
        if (line.length() > MAX_LINE) {
            throw new IllegalArgumentException("line exceeds %d characters".formatted(MAX_LINE));
        }
        if (found.size() == MAX_KEYS) {
            throw new IllegalArgumentException("file has more than %d keys".formatted(MAX_KEYS));
        }
        AuthorizedKey key = KeyLine.parse(line);
        if (found.putIfAbsent(key.fingerprint(), key) != null) {
            throw new IllegalArgumentException("key is in an earlier line too");
        }
    }
}

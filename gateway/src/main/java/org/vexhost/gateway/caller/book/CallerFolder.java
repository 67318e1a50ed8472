package org.vexhost.gateway.caller.book;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.gateway.caller.file.CallerFile;
import org.vexhost.gateway.caller.file.CallerFileException;
import org.vexhost.gateway.caller.file.CallerSettings;
import org.vexhost.gateway.caller.file.PrivateFiles;

/**
 * The folder {@code etc/callers}. The caller of an invalid file is not admitted, because the part
 * that cannot be read may be a restriction. A file that is being written may look invalid, so a
 * file is rejected only after a second read fails. Not thread-safe.
 */
final class CallerFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CallerFolder.class);
    private static final String SUFFIX = ".json";
    private static final int MAX_FILES = 10_000;

    /**
     * A folder that was modified less than this ago is listed again: clocks of file systems are
     * coarse, so the next change may have the same time.
     */
    private static final long FRESH_MILLIS = 3_000;

    /** How often a list is used, since a modification time may be wrong. */
    static final int MAX_USES = 20;

    private static final long UNKNOWN = -1;

    private final Path folder;
    private final File folderFile;
    private final CallerBook book;
    private final Map<String, CallerSettings> good = new TreeMap<>();
    private final Map<String, String> problems = new TreeMap<>();
    private final Set<String> onTrial = new HashSet<>();

    /** The callers whose file could not be read, which may be possible later. */
    private final Set<String> unread = new HashSet<>();

    private final Map<String, String> seen = new HashMap<>();
    private Map<String, Path> listed = Map.of();
    private long listedMillis = UNKNOWN;
    private int uses;
    private boolean isChanged;
    private Map<String, String> told = Map.of();
    private boolean isUnreadable;
    private boolean hasLinks;

    CallerFolder(Path folder, CallerBook book) {
        this.folder = folder;
        this.folderFile = folder.toFile();
        this.book = book;
    }

    Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }

    /**
     * Reads all files that changed, and applies them. Their number and size are small. The folder
     * is listed if its modification time has changed, and once in {@link #MAX_USES} calls.
     */
    void read() {
        long modified = folderFile.lastModified();
        if (modified == listedMillis
                && Math.abs(System.currentTimeMillis() - modified) >= FRESH_MILLIS
                && ++uses < MAX_USES) {
            apply(listed);
            return;
        }
        Optional<Map<String, Path>> files = list();
        listed = files.orElse(Map.of());
        listedMillis = files.isPresent() && !isUnreadable ? modified : UNKNOWN;
        hasLinks = listed.values().stream().anyMatch(Files::isSymbolicLink);
        uses = 0;
        files.ifPresent(this::apply);
    }

    /**
     * Whether the last {@link #read} left nothing pending, and each further change has a file
     * event, if the folder has such events. Never true if a file is a symbolic link: its target may
     * be elsewhere.
     */
    boolean isSettled() {
        return listedMillis != UNKNOWN
                && Math.abs(System.currentTimeMillis() - listedMillis) >= FRESH_MILLIS
                && !hasLinks
                && seen.keySet().equals(listed.keySet());
    }

    Path path() {
        return folder;
    }

    /** Lists the files in the next read, even if the folder's modification time is as before. */
    void listAgain() {
        listedMillis = UNKNOWN;
    }

    /** Lists the files by the names of their callers; empty if the callers stay unchanged. */
    private Optional<Map<String, Path>> list() {
        Map<String, Path> files = new HashMap<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                String name = String.valueOf(path.getFileName());
                if (name.endsWith(SUFFIX) && !name.startsWith(".") && files.size() < MAX_FILES) {
                    files.put(name.substring(0, name.length() - SUFFIX.length()), path);
                }
            }
            isUnreadable = false;
        } catch (NoSuchFileException e) {
            isUnreadable = false;
        } catch (NotDirectoryException e) {
            tellUnreadable(e);
        } catch (IOException | DirectoryIteratorException e) {
            // The callers stay unchanged: an unreachable disk does not mean that they were removed.
            tellUnreadable(e);
            return Optional.empty();
        }
        return Optional.of(files);
    }

    private void apply(Map<String, Path> files) {
        onTrial.retainAll(files.keySet());
        unread.retainAll(files.keySet());
        seen.keySet().retainAll(files.keySet());
        isChanged = good.keySet().retainAll(files.keySet());
        isChanged |= problems.keySet().retainAll(files.keySet());
        files.forEach(this::readIfChanged);
        if (isChanged) {
            book.replace(new TreeMap<>(good), new TreeMap<>(problems));
            tell(book.problems());
        }
    }

    private void readIfChanged(String name, Path path) {
        String facts = PrivateFiles.facts(path);
        if (!facts.equals(seen.get(name))) {
            isChanged = true;
            readOne(name, path);
            boolean isOnTrial = onTrial.contains(name) && !problems.containsKey(name);
            if (isOnTrial || unread.contains(name) || PrivateFiles.isFresh(path)) {
                seen.remove(name);
            } else {
                seen.put(name, facts);
            }
        }
    }

    private void readOne(String name, Path path) {
        try {
            if (!CallerFile.NAME.matcher(name).matches()) {
                throw new CallerFileException(
                        "name does not match %s".formatted(CallerFile.NAME.pattern()));
            }
            PrivateFiles.requireTrusted(path);
            good.put(name, CallerFile.parse(bytes(path)));
            problems.remove(name);
            onTrial.remove(name);
            unread.remove(name);
        } catch (IOException | CallerFileException e) {
            if (e instanceof IOException) {
                unread.add(name);
            } else {
                unread.remove(name);
            }
            if (onTrial.add(name)) {
                return;
            }
            good.remove(name);
            problems.put(name, MessageText.escape(String.valueOf(e.getMessage()), 500));
        }
    }

    private static byte[] bytes(Path path) throws IOException, CallerFileException {
        if (!Files.isRegularFile(path)) {
            throw new CallerFileException("is not a file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(CallerFile.MAX_BYTES + 1);
            if (bytes.length > CallerFile.MAX_BYTES) {
                throw new CallerFileException(
                        "is larger than %d bytes".formatted(CallerFile.MAX_BYTES));
            }
            return bytes;
        }
    }

    private void tell(Map<String, String> now) {
        now.forEach(
                (name, problem) -> {
                    if (!problem.equals(told.get(name))) {
                        LOG.warn(
                                "file of caller {} cannot be used, so the caller is not admitted [{}]",
                                MessageText.quote(name),
                                problem);
                    }
                });
        told.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(
                        name ->
                                LOG.info(
                                        "file of caller {} is usable again or removed",
                                        MessageText.quote(name)));
        told = Map.copyOf(now);
    }

    private void tellUnreadable(Exception e) {
        if (!isUnreadable) {
            isUnreadable = true;
            LOG.warn("folder '{}' cannot be read [{}]", folder, e.toString());
        }
    }
}

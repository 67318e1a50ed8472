package org.vexhost.loader.grant;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.loader.files.AtomicFiles;
import org.vexhost.loader.grant.GrantException.Reason;

/**
 * All grants of the host, as files below {@code etc/grants}, and live in memory. A file that cannot
 * be accepted leaves the last good one in force. Thread-safe; reading takes no lock.
 */
public final class GrantStore {

    private static final Logger LOG = LoggerFactory.getLogger(GrantStore.class);
    private static final String SUFFIX = ".json";

    private final Path etc;
    private final Path folder;
    private final HostFolders folders;
    private final Map<String, Cell> cells = new ConcurrentHashMap<>();
    private final Map<String, String> seen = new HashMap<>();

    /** What one tool has. */
    private static final class Cell {
        private volatile ToolGrants granted = ToolGrants.NONE;
        private volatile Optional<String> problem = Optional.empty();
        private final Set<String> draining = ConcurrentHashMap.newKeySet();

        Grants effective(String sha256) {
            ToolGrants now = granted;
            return now.holdFor(sha256) || draining.contains(sha256) ? now.grants() : Grants.none();
        }
    }

    /** Changes what a tool has. */
    @FunctionalInterface
    public interface Change {
        /** From what it has to what it is to have. */
        ToolGrants apply(ToolGrants before) throws GrantException;
    }

    /**
     * Of a home.
     *
     * @param home the host's folder, absolute
     */
    public GrantStore(Path home) {
        this.etc = home.resolve("etc");
        this.folder = etc.resolve("grants");
        this.folders = new HostFolders(home);
    }

    /** Where the files are. */
    public Path folder() {
        return folder;
    }

    /** What a tool has, whether or not it holds for the module that is deployed. */
    public ToolGrants of(String tool) {
        Cell cell = cells.get(tool);
        return cell == null ? ToolGrants.NONE : cell.granted;
    }

    /** Why the file of a tool is not in force, if it is not. */
    public Optional<String> problem(String tool) {
        Cell cell = cells.get(tool);
        return cell == null ? Optional.empty() : cell.problem;
    }

    /** What a module of a tool may do at the moment of asking. */
    public Supplier<Grants> live(String tool, String sha256) {
        Cell cell = cell(tool);
        return () -> cell.effective(sha256);
    }

    /** Lets calls that still run on a module that was replaced keep the tool's grants. */
    public void keepForDraining(String tool, String sha256) {
        cell(tool).draining.add(sha256);
    }

    /** Ends {@link #keepForDraining}. */
    public void drained(String tool, String sha256) {
        cell(tool).draining.remove(sha256);
    }

    /** A tool's own folder, made when absent. */
    public Path ownFolder(String tool) throws GrantException {
        return folders.makeOwn(tool);
    }

    /**
     * Changes what a tool has: checked, written, and in force when this returns.
     *
     * @return what it has now
     * @throws GrantException if the change is refused or cannot be written; nothing changed then
     */
    public synchronized ToolGrants change(String tool, Change change) throws GrantException {
        Cell cell = cell(tool);
        ToolGrants after = change.apply(cell.granted);
        for (var directory : after.grants().directories()) {
            folders.require(tool, directory.host());
        }
        Path file = folder.resolve(tool + SUFFIX);
        try {
            AtomicFiles.write(file, GrantsFile.render(after));
            seen.put(tool, state(file));
        } catch (IOException e) {
            throw new GrantException(
                    Reason.NOT_WRITTEN,
                    "grants of tool '%s' cannot be written [%s]"
                            .formatted(tool, MessageText.escape(String.valueOf(e), 200)),
                    e);
        }
        cell.granted = after;
        cell.problem = Optional.empty();
        return after;
    }

    /**
     * Reads the files that changed since the last time.
     *
     * @return the tools whose grants, or whose problem, may be others now
     */
    public synchronized Set<String> refresh() {
        Map<String, String> now = new HashMap<>();
        if (!list(now)) {
            return Set.of();
        }
        Set<String> changed = new HashSet<>();
        for (Map.Entry<String, String> file : now.entrySet()) {
            if (!file.getValue().equals(seen.get(file.getKey()))) {
                load(file.getKey());
                changed.add(file.getKey());
            }
        }
        for (String tool : seen.keySet()) {
            if (!now.containsKey(tool)) {
                forget(tool);
                changed.add(tool);
            }
        }
        seen.clear();
        seen.putAll(now);
        return changed;
    }

    /** Says nothing about the files if the folder cannot be read: what is in force stays. */
    private boolean list(Map<String, String> now) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                String tool = name.substring(0, name.length() - SUFFIX.length());
                if (ToolDefinition.NAME.matcher(tool).matches() && Files.isRegularFile(file)) {
                    now.put(tool, state(file));
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            // The folder is made with the first grant. Removed with all in it: nothing is granted.
            return Files.isDirectory(etc);
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    private void load(String tool) {
        Cell cell = cell(tool);
        try {
            byte[] content;
            try (InputStream in = Files.newInputStream(folder.resolve(tool + SUFFIX))) {
                content = in.readNBytes(GrantsFile.MAX_BYTES + 1);
            }
            cell.granted = GrantsFile.parse(tool, folders, content);
            cell.problem = Optional.empty();
        } catch (GrantException | IOException e) {
            String problem =
                    "etc/grants/%s%s: %s".formatted(tool, SUFFIX, String.valueOf(e.getMessage()));
            cell.problem = Optional.of(problem);
            LOG.warn("{}; the last good grants of tool '{}' stay in force", problem, tool);
        }
    }

    private void forget(String tool) {
        Cell cell = cell(tool);
        cell.granted = ToolGrants.NONE;
        cell.problem = Optional.empty();
        LOG.info("grants of tool '{}' were removed with their file", tool);
    }

    private Cell cell(String tool) {
        return cells.computeIfAbsent(tool, name -> new Cell());
    }

    private static String state(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
    }
}

package org.vexhost.loader.deploy.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.files.FileWriter;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/**
 * State that must survive a restart and is in no other file: the disabled tools, and the artifact
 * that owns each name. Confined to the control thread.
 */
public final class HostState {

    private static final Logger LOG = LoggerFactory.getLogger(HostState.class);
    private static final int MAX_BYTES = 16 << 20;

    private final Path file;
    private final Map<String, String> disabled = new TreeMap<>();
    private final Map<String, String> stopped = new HashMap<>();
    private final Map<String, String> owners = new TreeMap<>();
    private final FileWriter files;
    private final Executor writer;
    private volatile String latest = "";
    private String onDisk = "";

    /**
     * Reads the state of an earlier process. A file that cannot be read counts as missing.
     *
     * @param home the host's folder
     * @param files writes the file by replacing it
     * @param writer a thread that waits for the disk in place of the control thread
     */
    public HostState(Path home, FileWriter files, Executor writer) {
        this.files = files;
        this.writer = writer;
        file = home.resolve("data").resolve(".host").resolve("tools.json");
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            LOG.warn("'{}' cannot be read; no tool counts as disabled [{}]", file, e.toString());
            return;
        }
        try {
            Map<String, String> none = new HashMap<>();
            JsonCursor.read(
                    content,
                    MAX_BYTES,
                    cursor -> {
                        cursor.readObject((key, value) -> readMember(key, value, none));
                        return none;
                    });
            onDisk = new String(content, StandardCharsets.UTF_8);
        } catch (JsonFormException e) {
            LOG.warn("'{}' {}; no tool counts as disabled", file, e.getMessage());
        }
    }

    private void readMember(String key, JsonCursor cursor, Map<String, String> unknown)
            throws JsonFormException {
        Map<String, String> target =
                switch (key) {
                    case "disabled" -> disabled;
                    case "owners" -> owners;
                    // A later release may have written this member.
                    default -> unknown;
                };
        cursor.readObject((name, value) -> target.put(name, value.readString()));
    }

    /** Returns why a tool is disabled; empty if it is enabled. */
    public Optional<String> disabled(String tool) {
        return Optional.ofNullable(disabled.get(tool))
                .or(() -> Optional.ofNullable(stopped.get(tool)));
    }

    /** Whether a tool is disabled for at least the given durability. */
    public boolean isDisabled(String tool, Durability durability) {
        return disabled.containsKey(tool)
                || (durability == Durability.TRANSIENT && stopped.containsKey(tool));
    }

    public void disable(String tool, String why, Durability durability) {
        if (durability == Durability.PERSISTENT) {
            disabled.put(tool, why);
            save();
        } else {
            stopped.put(tool, why);
        }
    }

    public void enable(String tool) {
        stopped.remove(tool);
        if (disabled.remove(tool) != null) {
            save();
        }
    }

    /** Returns the artifact that owns a name, or owned it last. */
    public Optional<String> owner(String tool) {
        return Optional.ofNullable(owners.get(tool));
    }

    /** Returns the names that an artifact owns, or owned last; two if it was renamed. */
    public List<String> ownedBy(String artifact) {
        return owners.entrySet().stream()
                .filter(entry -> entry.getValue().equals(artifact))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Records an owner; {@link #save} writes the change. */
    public void owns(String tool, String artifact) {
        owners.put(tool, artifact);
    }

    /** Removes an owner; {@link #save} writes the change. */
    public void disowned(String tool, String artifact) {
        owners.remove(tool, artifact);
    }

    /** Writes the changes since the last write. The write happens soon, on another thread. */
    public void save() {
        latest = render();
        writer.execute(this::saveLatest);
    }

    private void saveLatest() {
        boolean ignored = flush();
    }

    /**
     * Writes all changes that are not on the disk yet, including those that could not be written
     * earlier.
     *
     * @return completes on the writer's thread; true if all changes are on the disk
     */
    public CompletableFuture<Boolean> kept() {
        latest = render();
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        writer.execute(
                () -> {
                    boolean isKept = false;
                    try {
                        isKept = flush();
                    } finally {
                        kept.complete(isKept);
                    }
                });
        return kept;
    }

    private String render() {
        JsonText out = new JsonText();
        out.beginObject();
        write(out, "disabled", disabled);
        write(out, "owners", owners);
        out.endObject();
        return out.toString();
    }

    /**
     * Writes the latest state rather than that of each task, because tasks may run in another order
     * than that of submission.
     */
    private synchronized boolean flush() {
        String text = latest;
        if (text.equals(onDisk)) {
            return true;
        }
        try {
            files.write(file, text.getBytes(StandardCharsets.UTF_8));
            onDisk = text;
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "'{}' cannot be written; its changes will be lost at a restart [{}]",
                    file,
                    e.toString());
            return false;
        }
    }

    private static void write(JsonText out, String name, Map<String, String> values) {
        out.name(name).beginObject();
        values.forEach((key, value) -> out.name(key).value(value));
        out.endObject();
    }
}

package org.vexhost.loader.deploy.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.deploy.version.VersionFacts;
import org.vexhost.loader.files.FileWriter;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/**
 * A store of the last approved version's facts, for each tool with grants. An update can then be
 * compared with the approved version even after a restart. Thread-safe.
 */
public final class ApprovedVersions {

    private static final Logger LOG = LoggerFactory.getLogger(ApprovedVersions.class);
    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_LINES = 10_000;

    private final Path folder;
    private final FileWriter files;

    /** Facts that are not on the disk yet, by tool. */
    private final Map<String, VersionFacts> unwritten = new ConcurrentHashMap<>();

    /**
     * Creates a store in a host's home.
     *
     * @param home the host's folder
     * @param files writes each file by replacing it
     */
    public ApprovedVersions(Path home, FileWriter files) {
        this.files = files;
        folder = home.resolve("data").resolve(".host").resolve("approved");
    }

    /**
     * Remembers a serving version. A version that requests no capability is not remembered, because
     * its updates need no approval.
     *
     * @return writes the facts; must run on a thread that may wait. Empty if there is nothing to
     *     write
     */
    Optional<Runnable> remember(ToolVersion version) {
        if (version.digest().isEmpty() || version.requested().kinds().isEmpty()) {
            return Optional.empty();
        }
        String tool = version.name();
        VersionFacts facts = VersionFacts.of(version);
        unwritten.put(tool, facts);
        return Optional.of(
                () -> {
                    try {
                        write(tool, facts);
                    } finally {
                        boolean ignored = unwritten.remove(tool, facts);
                    }
                });
    }

    private void write(String tool, VersionFacts facts) {
        if (read(tool).filter(facts::equals).isPresent()) {
            return;
        }
        JsonText out = new JsonText();
        out.beginObject();
        out.name("version").value(facts.version());
        out.name("artifact").value(facts.digest());
        out.name("sha256").value(facts.moduleSha256());
        out.name("lines").beginArray();
        facts.lines().forEach(out::value);
        out.endArray();
        out.endObject();
        try {
            files.write(file(tool), out.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn(
                    "'{}' cannot be written; the next update will have nothing to be compared with [{}]",
                    file(tool),
                    e.toString());
        }
    }

    /** Returns the facts that were approved last. Waits for the disk. */
    public Optional<VersionFacts> recall(String tool) {
        return Optional.ofNullable(unwritten.get(tool)).or(() -> read(tool));
    }

    private Optional<VersionFacts> read(String tool) {
        try (InputStream in = Files.newInputStream(file(tool))) {
            return Optional.of(
                    JsonCursor.read(in.readNBytes(MAX_BYTES + 1), MAX_BYTES, this::read));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JsonFormException e) {
            LOG.warn("'{}' cannot be read [{}]", file(tool), e.toString());
            return Optional.empty();
        }
    }

    private VersionFacts read(JsonCursor cursor) throws JsonFormException {
        List<String> heads = new ArrayList<>(List.of("", "unknown", ""));
        List<String> lines = new ArrayList<>();
        cursor.readObject(
                (key, value) -> {
                    switch (key) {
                        case "version" -> heads.set(0, value.readString());
                        case "artifact" -> heads.set(1, value.readString());
                        case "sha256" -> heads.set(2, value.readString());
                        case "lines" ->
                                lines.addAll(value.readArray(MAX_LINES, JsonCursor::readString));
                        default -> throw value.unknown(List.of());
                    }
                });
        return new VersionFacts(heads.get(0), heads.get(1), heads.get(2), lines);
    }

    private Path file(String tool) {
        return folder.resolve(tool + ".json");
    }
}

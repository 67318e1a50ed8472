package org.vexhost.loader.deploy.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.deploy.version.VersionFacts;
import org.vexhost.loader.files.AtomicFiles;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/**
 * What the last approved version of each tool with grants looked like, so that an update can be
 * compared with it, also after a restart. Confined to the control thread.
 */
public final class ApprovedVersions {

    private static final Logger LOG = LoggerFactory.getLogger(ApprovedVersions.class);
    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_LINES = 10_000;

    private final Path folder;

    public ApprovedVersions(Path home) {
        folder = home.resolve("data").resolve(".host").resolve("approved");
    }

    /** Remembers a version that serves. One that asks for nothing updates freely: not kept. */
    void remember(ToolVersion version) {
        if (version.digest().isEmpty() || version.requested().kinds().isEmpty()) {
            return;
        }
        VersionFacts traits = VersionFacts.of(version);
        if (recall(version.name()).filter(traits::equals).isPresent()) {
            return;
        }
        JsonText out = new JsonText();
        out.beginObject();
        out.name("version").value(traits.version());
        out.name("artifact").value(traits.digest());
        out.name("sha256").value(traits.moduleSha256());
        out.name("lines").beginArray();
        traits.lines().forEach(out::value);
        out.endArray();
        out.endObject();
        try {
            AtomicFiles.write(
                    file(version.name()), out.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn(
                    "'{}' cannot be written, the next update is compared with nothing [{}]",
                    file(version.name()),
                    e.toString());
        }
    }

    /** What was approved last. */
    public Optional<VersionFacts> recall(String tool) {
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

package org.vexhost.loader.grant;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.OriginReader;
import org.vexhost.loader.grant.GrantException.Reason;
import org.vexhost.loader.grant.ToolGrants.Follow;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/** Reads and writes {@code etc/grants/NAME.json}. */
final class GrantsFile {

    static final int MAX_BYTES = 1 << 20;
    private static final int MAX_VALUES = 1_000;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}", Pattern.CASE_INSENSITIVE);
    private static final Pattern ARTIFACT =
            Pattern.compile(ArtifactDigest.FORM.pattern(), Pattern.CASE_INSENSITIVE);

    private static final List<String> MEMBERS =
            List.of(
                    "artifact",
                    "sha256",
                    "follow",
                    "environment",
                    "network",
                    "addressRanges",
                    "secrets",
                    "cryptography",
                    "fileSystem");
    private static final List<String> DIRECTORY_MEMBERS =
            List.of("guest", "host", "access", "shared", "maxBytes", "maxFiles");

    private final Path own;
    private final List<Grant> grants = new ArrayList<>();
    private Optional<String> artifact = Optional.empty();
    private Optional<String> module = Optional.empty();
    private Follow follow = Follow.APPROVE_UPDATES;

    private GrantsFile(Path own) {
        this.own = own;
    }

    /**
     * Reads a file. Whether its folders are there, and may be granted, is not looked at.
     *
     * @param own the tool's own folder, for directories that name none
     * @throws GrantException with the place and the reason
     */
    static ToolGrants parse(Path own, byte[] utf8) throws GrantException {
        GrantsFile file = new GrantsFile(own);
        try {
            JsonCursor.read(
                    utf8,
                    MAX_BYTES,
                    cursor -> {
                        cursor.readObject(file::readMember);
                        return file;
                    });
            return new ToolGrants(Grants.of(file.grants), file.artifact, file.module, file.follow);
        } catch (JsonFormException | IllegalArgumentException e) {
            throw new GrantException(Reason.INVALID_FILE, String.valueOf(e.getMessage()), e);
        }
    }

    private void readMember(String key, JsonCursor cursor) throws JsonFormException {
        switch (key) {
            case "$schema" -> cursor.readString();
            case "artifact" ->
                    artifact =
                            Optional.of(
                                    read(cursor, ARTIFACT, "'sha256:' and 64 hexadecimal digits"));
            // As releases wrote it whose grants were for a module.
            case "sha256" -> module = Optional.of(read(cursor, SHA256, "64 hexadecimal digits"));
            case "follow" ->
                    follow = cursor.readBoolean() ? Follow.TRUST_UPDATES : Follow.APPROVE_UPDATES;
            case "environment" ->
                    grants.addAll(
                            cursor.readArray(
                                    MAX_VALUES, each -> value(each, Grant.Environment::new)));
            case "network" -> grants.addAll(cursor.readArray(MAX_VALUES, OriginReader::read));
            case "addressRanges" ->
                    grants.addAll(
                            cursor.readArray(
                                    MAX_VALUES, each -> value(each, Grant.AddressRange::new)));
            case "secrets" -> grants.addAll(cursor.readArray(MAX_VALUES, SecretGrants::read));
            case "cryptography" -> {
                if (cursor.readBoolean()) {
                    grants.add(new Grant.Cryptography());
                }
            }
            case "fileSystem" -> grants.addAll(cursor.readArray(MAX_VALUES, this::readDirectory));
            case "subprocess" ->
                    throw cursor.problem("is never granted: tools do not start processes");
            default -> throw cursor.unknown(MEMBERS);
        }
    }

    private static String read(JsonCursor cursor, Pattern form, String words)
            throws JsonFormException {
        String value = cursor.readString();
        if (!form.matcher(value).matches()) {
            throw cursor.problem("is not %s [%s]".formatted(words, MessageText.quote(value)));
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private static <T> T value(JsonCursor cursor, Function<String, T> make)
            throws JsonFormException {
        try {
            return make.apply(cursor.readString());
        } catch (IllegalArgumentException e) {
            throw cursor.problem("is refused: " + e.getMessage());
        }
    }

    private Grant readDirectory(JsonCursor cursor) throws JsonFormException {
        Directory directory = new Directory();
        cursor.readObject(directory::read);
        if (directory.guest == null) {
            throw cursor.problem("has no 'guest'");
        }
        try {
            Grant.FileSystem.requireGuestPath(directory.guest);
            return new Grant.FileSystem(
                    directory.guest,
                    directory.host == null ? own : directory.host,
                    directory.access,
                    directory.sharing,
                    directory.maxBytes,
                    directory.maxFiles);
        } catch (IllegalArgumentException e) {
            throw cursor.problem("is refused: " + e.getMessage());
        }
    }

    /** What was read of one directory. */
    private static final class Directory {
        private @Nullable String guest;
        private @Nullable Path host;
        private Grant.Access access = Grant.Access.READ;
        private Grant.Sharing sharing = Grant.Sharing.EXCLUSIVE;
        private long maxBytes = Grant.FileSystem.DEFAULT_MAX_BYTES;
        private long maxFiles = Grant.FileSystem.DEFAULT_MAX_FILES;

        void read(String key, JsonCursor cursor) throws JsonFormException {
            switch (key) {
                case "guest" -> guest = cursor.readString();
                case "host" -> host = readPath(cursor);
                case "access" -> access = readAccess(cursor);
                case "shared" ->
                        sharing =
                                cursor.readBoolean()
                                        ? Grant.Sharing.SHARED
                                        : Grant.Sharing.EXCLUSIVE;
                case "maxBytes" -> maxBytes = cursor.readInteger(0, Long.MAX_VALUE);
                case "maxFiles" -> maxFiles = cursor.readInteger(0, Long.MAX_VALUE);
                default -> throw cursor.unknown(DIRECTORY_MEMBERS);
            }
        }

        private static Path readPath(JsonCursor cursor) throws JsonFormException {
            String text = cursor.readString();
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw cursor.problem("is not a path [%s]".formatted(MessageText.quote(text)));
            }
        }

        private static Grant.Access readAccess(JsonCursor cursor) throws JsonFormException {
            String word = cursor.readString();
            return switch (word) {
                case "read" -> Grant.Access.READ;
                case "readWrite", "read-write" -> Grant.Access.READ_WRITE;
                default ->
                        throw cursor.problem(
                                "is not 'read' or 'readWrite' [%s]%s"
                                        .formatted(
                                                MessageText.quote(word),
                                                Suggestion.clause(
                                                        word, List.of("read", "readWrite"))));
            };
        }
    }

    /** Renders what {@link #parse} reads. */
    static byte[] render(ToolGrants granted) {
        JsonText out = new JsonText();
        out.beginObject();
        granted.artifact().ifPresent(digest -> out.name("artifact").value(digest));
        granted.module().ifPresent(hash -> out.name("sha256").value(hash));
        out.name("follow").value(granted.follow() == Follow.TRUST_UPDATES);
        renderValues(
                out, "environment", granted, Grant.Environment.class, Grant.Environment::pattern);
        renderDirectories(out, granted);
        renderOrigins(out, granted);
        renderValues(
                out, "addressRanges", granted, Grant.AddressRange.class, Grant.AddressRange::range);
        SecretGrants.render(out, granted.grants());
        if (granted.grants().all().stream().anyMatch(Grant.Cryptography.class::isInstance)) {
            out.name("cryptography").value(true);
        }
        out.endObject();
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static <T extends Grant> void renderValues(
            JsonText out,
            String name,
            ToolGrants granted,
            Class<T> type,
            Function<T, String> text) {
        List<T> values =
                granted.grants().all().stream().filter(type::isInstance).map(type::cast).toList();
        if (!values.isEmpty()) {
            out.name(name).beginArray();
            values.forEach(value -> out.value(text.apply(value)));
            out.endArray();
        }
    }

    private static void renderOrigins(JsonText out, ToolGrants granted) {
        List<Grant.Network> origins =
                granted.grants().all().stream()
                        .filter(Grant.Network.class::isInstance)
                        .map(Grant.Network.class::cast)
                        .toList();
        if (origins.isEmpty()) {
            return;
        }
        out.name("network").beginArray();
        for (Grant.Network origin : origins) {
            if (origin.methods().isEmpty()) {
                out.value(origin.origin());
            } else {
                out.beginObject();
                out.name("origin").value(origin.origin());
                out.name("methods").beginArray();
                origin.methods().forEach(out::value);
                out.endArray();
                out.endObject();
            }
        }
        out.endArray();
    }

    private static void renderDirectories(JsonText out, ToolGrants granted) {
        if (granted.grants().directories().isEmpty()) {
            return;
        }
        out.name("fileSystem").beginArray();
        for (Grant.FileSystem directory : granted.grants().directories()) {
            out.beginObject();
            out.name("guest").value(directory.guest());
            out.name("host").value(directory.host().toString());
            out.name("access")
                    .value(directory.access() == Grant.Access.READ ? "read" : "readWrite");
            out.name("shared").value(directory.sharing() == Grant.Sharing.SHARED);
            out.name("maxBytes").value(directory.maxBytes());
            out.name("maxFiles").value(directory.maxFiles());
            out.endObject();
        }
        out.endArray();
    }
}

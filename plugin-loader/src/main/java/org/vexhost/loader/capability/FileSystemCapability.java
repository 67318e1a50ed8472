package org.vexhost.loader.capability;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.admin.CapabilityRequest.Item;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/**
 * The capability to access directories. A grant has the guest's path, the host's path, and the
 * access.
 */
public final class FileSystemCapability extends CapabilityType {

    /**
     * Matches names that need no quotes in the shell and have no meaning in the syntax of grants.
     */
    private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}/._-]+");

    FileSystemCapability() {
        super(Capability.FILE_SYSTEM);
    }

    /**
     * A directory that a tool requests.
     *
     * @param guest the absolute path as the tool sees it
     * @param access the requested access
     */
    public record Directory(String guest, Grant.Access access) implements RequestedItem {
        /** Checks the path. */
        public Directory {
            Grant.FileSystem.requireGuestPath(guest);
        }

        @Override
        public Capability capability() {
            return Capability.FILE_SYSTEM;
        }

        @Override
        public boolean isCoveredBy(Grants granted) {
            return granted.directories().stream()
                    .anyMatch(
                            grant -> grant.guest().equals(guest) && grant.access().covers(access));
        }

        /** Returns {@code /guest} or {@code /guest:rw}. */
        @Override
        public String text() {
            return access == Grant.Access.READ ? guest : guest + ":rw";
        }

        @Override
        public String longText() {
            return access == Grant.Access.READ ? guest + ":ro" : guest + ":rw";
        }

        @Override
        public Item item() {
            return new Item(guest, Map.of("access", word(access)), longText());
        }
    }

    /** Returns the word for an access in descriptors and grants files. */
    private static String word(Grant.Access access) {
        return access == Grant.Access.READ ? "read" : "readWrite";
    }

    @Override
    Optional<List<RequestedItem>> readRequest(JsonCursor cursor) throws JsonFormException {
        return ValueReader.requested(cursor, DirectoryReader::requested, Directory::guest);
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }

    @Override
    List<String> grantMembers() {
        return List.of("fileSystem");
    }

    @Override
    List<Grant> readGrants(String member, JsonCursor cursor, Path own) throws JsonFormException {
        return cursor.readArray(
                ValueReader.MAX_GRANTED, each -> DirectoryReader.granted(each, own));
    }

    @Override
    void writeGrants(JsonText out, List<Grant> grants) {
        ValueWriter.array(
                out, "fileSystem", only(Grant.FileSystem.class, grants), each -> write(out, each));
    }

    private static void write(JsonText out, Grant.FileSystem directory) {
        out.beginObject();
        out.name("guest").value(directory.guest());
        out.name("host").value(directory.host().toString());
        out.name("access").value(word(directory.access()));
        out.name("shared").value(directory.sharing() == Grant.Sharing.SHARED);
        out.name("maxBytes").value(directory.maxBytes());
        out.name("maxFiles").value(directory.maxFiles());
        out.endObject();
    }

    @Override
    public Optional<String> valuesHelp() {
        return Optional.of(
                """
                fileSystem: /GUEST=/HOST, or /GUEST alone for the
                tool's own folder; then any of :ro (the default),
                :rw, :shared, :bytes=N, :files=N\
                """);
    }

    @Override
    public <E extends Exception> Grant parse(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) throws E {
        return grant(DirectoryWords.parse(value), own);
    }

    @Override
    public <E extends Exception> Grant parseRequested(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) throws E {
        return grant(DirectoryWords.parseRequested(value), own);
    }

    private static <E extends Exception> Grant grant(DirectoryWords words, OwnFolder<E> own)
            throws E {
        Optional<Path> host = words.host();
        return words.on(host.isPresent() ? host.get() : own.make(words.guest(), words.access()));
    }

    @Override
    public String identity(Grant grant) {
        return grant instanceof Grant.FileSystem directory ? directory.guest() : "";
    }

    @Override
    public String text(Grant grant) {
        return grant instanceof Grant.FileSystem directory ? DirectoryWords.of(directory) : "";
    }

    /**
     * Suggests values for missing directories. A directory for reading must have contents, so the
     * value has a placeholder for a host folder. For writing, the tool's own folder is enough.
     */
    @Override
    String missingValues(List<String> missing) {
        return missing.isEmpty()
                ? " /GUEST=/HOST/FOLDER"
                : missing.stream()
                        .map(FileSystemCapability::missingValue)
                        .collect(Collectors.joining());
    }

    /**
     * Suggests the value for one directory. If the path has characters that are special in the
     * shell, the value is a placeholder.
     */
    private static String missingValue(String value) {
        boolean write = value.endsWith(":rw");
        String guest = write ? value.substring(0, value.length() - 3) : value;
        if (!PLAIN_NAME.matcher(guest).matches()) {
            return " /GUEST=/HOST/FOLDER" + (write ? ":rw" : "");
        }
        return " " + value + (write ? "" : "=/HOST/FOLDER");
    }

    @Override
    String hintValue(String subject) {
        boolean usable =
                subject.matches("[A-Za-z0-9/._-]+")
                        && accepts(() -> Grant.FileSystem.requireGuestPath(subject));
        return (usable ? subject : "/GUEST") + "=/HOST/FOLDER:ro";
    }
}

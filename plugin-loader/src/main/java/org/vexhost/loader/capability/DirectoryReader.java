package org.vexhost.loader.capability;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;

/** Reads the JSON of a directory, in descriptors and in grants files. */
final class DirectoryReader {

    private static final List<String> REQUESTED = List.of("guest", "access");
    private static final List<String> GRANTED =
            List.of("guest", "host", "access", "shared", "maxBytes", "maxFiles");

    private @Nullable String guest;
    private @Nullable Path host;
    private Grant.Access access = Grant.Access.READ;
    private Grant.Sharing sharing = Grant.Sharing.EXCLUSIVE;
    private long maxBytes = Grant.FileSystem.DEFAULT_MAX_BYTES;
    private long maxFiles = Grant.FileSystem.DEFAULT_MAX_FILES;

    private DirectoryReader() {}

    /** Reads a directory that a descriptor requests. */
    static FileSystemCapability.Directory requested(JsonCursor cursor) throws JsonFormException {
        DirectoryReader reader = new DirectoryReader();
        cursor.readObject(reader::readRequested);
        return new FileSystemCapability.Directory(
                requireGuest(cursor, reader.guest), reader.access);
    }

    /**
     * Reads a directory that a grants file grants.
     *
     * @param cursor a cursor at the directory
     * @param own the host folder if the file names no host folder
     */
    static Grant granted(JsonCursor cursor, Path own) throws JsonFormException {
        DirectoryReader reader = new DirectoryReader();
        cursor.readObject(reader::readGranted);
        String guest = requireGuest(cursor, reader.guest);
        return ValueReader.checked(cursor, () -> reader.grant(guest, own));
    }

    private static String requireGuest(JsonCursor cursor, @Nullable String guest)
            throws JsonFormException {
        if (guest == null) {
            throw cursor.problem("has no 'guest'");
        }
        return guest;
    }

    private Grant grant(String path, Path own) {
        Grant.FileSystem.requireGuestPath(path);
        return new Grant.FileSystem(
                path, host == null ? own : host, access, sharing, maxBytes, maxFiles);
    }

    private void readRequested(String key, JsonCursor cursor) throws JsonFormException {
        switch (key) {
            case "guest" -> guest = ValueReader.string(cursor, DirectoryReader::checkedGuest);
            case "access" -> access = ValueReader.access(cursor);
            default -> throw cursor.unknown(REQUESTED);
        }
    }

    private static String checkedGuest(String text) {
        Grant.FileSystem.requireGuestPath(text);
        return text;
    }

    private void readGranted(String key, JsonCursor cursor) throws JsonFormException {
        switch (key) {
            case "guest" -> guest = cursor.readString();
            case "host" -> host = readPath(cursor);
            case "access" -> access = ValueReader.access(cursor);
            case "shared" ->
                    sharing = cursor.readBoolean() ? Grant.Sharing.SHARED : Grant.Sharing.EXCLUSIVE;
            case "maxBytes" -> maxBytes = cursor.readInteger(0, Long.MAX_VALUE);
            case "maxFiles" -> maxFiles = cursor.readInteger(0, Long.MAX_VALUE);
            default -> throw cursor.unknown(GRANTED);
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
}

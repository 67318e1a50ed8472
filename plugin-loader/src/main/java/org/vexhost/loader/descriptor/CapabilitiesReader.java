package org.vexhost.loader.descriptor;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Suggestion;
import org.vexhost.loader.descriptor.RequestedCapabilities.Directory;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;

/** Reads the member {@code capabilities} of a descriptor, in both of its forms. */
final class CapabilitiesReader {

    /** The most variables, directories or origins that one tool can ask for. */
    private static final int MAX_VALUES = 64;

    /** All but secrets: a member of the descriptor of their own names those. */
    private static final List<Capability> MEMBERS =
            Arrays.stream(Capability.values()).filter(each -> each != Capability.SECRET).toList();

    private final Set<Capability> kinds = EnumSet.noneOf(Capability.class);
    private List<String> environment = List.of();
    private List<Directory> directories = List.of();
    private List<Grant.Network> origins = List.of();

    private CapabilitiesReader() {}

    static RequestedCapabilities read(JsonCursor cursor) throws JsonFormException {
        CapabilitiesReader reader = new CapabilitiesReader();
        if (cursor.isArray()) {
            reader.kinds.addAll(cursor.readArray(MEMBERS.size(), CapabilitiesReader::readShort));
        } else {
            cursor.readObject(reader::readMember);
        }
        return new RequestedCapabilities(
                reader.kinds, reader.environment, reader.directories, reader.origins, List.of());
    }

    private static Capability readShort(JsonCursor cursor) throws JsonFormException {
        String word = cursor.readString();
        return MEMBERS.stream()
                .filter(each -> each.shortName().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                cursor.problem(
                                        "is not a capability [%s]%s"
                                                .formatted(
                                                        DescriptorReader.shown(word),
                                                        Suggestion.clause(
                                                                word,
                                                                MEMBERS.stream()
                                                                        .map(Capability::shortName)
                                                                        .toList()))));
    }

    /** Reads the member {@code secrets} of a descriptor: names. */
    static List<String> readSecrets(JsonCursor cursor) throws JsonFormException {
        return readValues(cursor, Grant.Secret::requireName);
    }

    private void readMember(String key, JsonCursor cursor) throws JsonFormException {
        if (key.equals("secrets") || key.equals("secret")) {
            throw cursor.problem("belongs beside 'capabilities', as the member 'secrets'");
        }
        Optional<Capability> found =
                MEMBERS.stream().filter(each -> each.key().equals(key)).findFirst();
        Capability capability =
                found.orElseThrow(
                        () -> cursor.unknown(MEMBERS.stream().map(Capability::key).toList()));
        boolean wanted =
                switch (capability) {
                    case PURE_COMPUTATION, CRYPTOGRAPHY, SUBPROCESS -> cursor.readBoolean();
                    case SECRET -> throw new IllegalStateException("not a member of this");
                    case ENVIRONMENT -> {
                        environment =
                                readValues(cursor, text -> new Grant.Environment(text).pattern());
                        yield !environment.isEmpty();
                    }
                    case NETWORK -> {
                        origins = readOrigins(cursor);
                        yield !origins.isEmpty();
                    }
                    case FILE_SYSTEM -> {
                        directories = readDirectories(cursor);
                        yield !directories.isEmpty();
                    }
                };
        if (wanted) {
            kinds.add(capability);
        }
    }

    private static List<String> readValues(JsonCursor cursor, Function<String, String> check)
            throws JsonFormException {
        Set<String> seen = new HashSet<>();
        return cursor.readArray(
                MAX_VALUES,
                element -> {
                    String value = checked(element, element.readString(), check);
                    if (!seen.add(value)) {
                        throw element.problem(
                                "is there twice [%s]".formatted(DescriptorReader.shown(value)));
                    }
                    return value;
                });
    }

    private static List<Grant.Network> readOrigins(JsonCursor cursor) throws JsonFormException {
        Set<String> seen = new HashSet<>();
        return cursor.readArray(
                MAX_VALUES,
                element -> {
                    Grant.Network origin = OriginReader.read(element);
                    if (!seen.add(origin.origin())) {
                        throw element.problem(
                                "is there twice [%s]"
                                        .formatted(DescriptorReader.shown(origin.origin())));
                    }
                    return origin;
                });
    }

    private static List<Directory> readDirectories(JsonCursor cursor) throws JsonFormException {
        Set<String> seen = new HashSet<>();
        return cursor.readArray(
                MAX_VALUES,
                element -> {
                    Directory directory = readDirectory(element);
                    if (!seen.add(directory.guest())) {
                        throw element.problem(
                                "is there twice [%s]"
                                        .formatted(DescriptorReader.shown(directory.guest())));
                    }
                    return directory;
                });
    }

    private static Directory readDirectory(JsonCursor cursor) throws JsonFormException {
        DirectoryMembers members = new DirectoryMembers();
        cursor.readObject(members::read);
        if (members.guest == null) {
            throw cursor.problem("has no 'guest'");
        }
        return new Directory(members.guest, members.access);
    }

    /** What was read of one directory. */
    private static final class DirectoryMembers {
        private @Nullable String guest;
        private Grant.Access access = Grant.Access.READ;

        void read(String key, JsonCursor cursor) throws JsonFormException {
            switch (key) {
                case "guest" ->
                        guest = checked(cursor, cursor.readString(), DirectoryMembers::guest);
                case "access" -> access = readAccess(cursor);
                default -> throw cursor.unknown(List.of("guest", "access"));
            }
        }

        private static String guest(String text) {
            Grant.FileSystem.requireGuestPath(text);
            return text;
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
                                            DescriptorReader.shown(word),
                                            Suggestion.clause(word, List.of("read", "readWrite"))));
        };
    }

    private static String checked(JsonCursor cursor, String text, Function<String, String> check)
            throws JsonFormException {
        try {
            return check.apply(text);
        } catch (IllegalArgumentException e) {
            throw cursor.problem("is refused: " + e.getMessage());
        }
    }
}

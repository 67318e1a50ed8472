package org.vexhost.loader.capability;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Grant;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;

/** Reads the JSON of a granted secret: the name, the origins and the header fields. */
final class SecretGrantReader {

    private static final List<String> MEMBERS = List.of("name", "origins", "headers");

    private @Nullable String name;
    private Set<String> origins = Set.of();
    private Set<String> headers = Set.of();

    private SecretGrantReader() {}

    /** Reads one granted secret. */
    static Grant.Secret read(JsonCursor cursor) throws JsonFormException {
        SecretGrantReader secret = new SecretGrantReader();
        cursor.readObject(secret::readMember);
        if (secret.name == null) {
            throw cursor.problem("has no 'name'");
        }
        try {
            return new Grant.Secret(secret.name, secret.origins, secret.headers);
        } catch (IllegalArgumentException e) {
            throw cursor.problem("is refused: " + e.getMessage());
        }
    }

    private void readMember(String key, JsonCursor cursor) throws JsonFormException {
        switch (key) {
            case "name" -> name = cursor.readString();
            case "origins" -> origins = texts(cursor);
            case "headers" -> headers = texts(cursor);
            default -> throw cursor.unknown(MEMBERS);
        }
    }

    private static Set<String> texts(JsonCursor cursor) throws JsonFormException {
        return new TreeSet<>(cursor.readArray(Grant.Secret.MAX_VALUES, JsonCursor::readString));
    }
}

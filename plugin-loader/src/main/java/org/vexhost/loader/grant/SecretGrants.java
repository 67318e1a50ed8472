package org.vexhost.loader.grant;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/** The member {@code secrets} of a file of grants: which secret goes where, in which header. */
final class SecretGrants {

    private static final List<String> MEMBERS = List.of("name", "origins", "headers");

    private @Nullable String name;
    private Set<String> origins = Set.of();
    private Set<String> headers = Set.of();

    private SecretGrants() {}

    /** Reads one grant. */
    static Grant.Secret read(JsonCursor cursor) throws JsonFormException {
        SecretGrants secret = new SecretGrants();
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

    /** Writes all of them; nothing if there are none. */
    static void render(JsonText out, Grants grants) {
        if (grants.secrets().isEmpty()) {
            return;
        }
        out.name("secrets").beginArray();
        for (Grant.Secret secret : grants.secrets()) {
            out.beginObject();
            out.name("name").value(secret.name());
            out.name("origins").beginArray();
            secret.origins().forEach(out::value);
            out.endArray();
            out.name("headers").beginArray();
            secret.headers().forEach(out::value);
            out.endArray();
            out.endObject();
        }
        out.endArray();
    }
}

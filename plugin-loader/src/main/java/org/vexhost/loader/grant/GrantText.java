package org.vexhost.loader.grant;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;

/** Grants in the words of {@code vex:grant}. */
public final class GrantText {

    private static final int MAX_PATH = 4_096;

    private GrantText() {}

    /** The value of a grant, as an operator would write it; empty for cryptography. */
    public static String value(Grant grant) {
        if (grant instanceof Grant.Environment variable) {
            return variable.pattern();
        } else if (grant instanceof Grant.Network network) {
            return network.methods().isEmpty()
                    ? network.origin()
                    : network.origin() + "=" + String.join(",", network.methods());
        } else if (grant instanceof Grant.AddressRange range) {
            return range.range();
        } else if (grant instanceof Grant.Secret secret) {
            return "%s --origin %s --header %s"
                    .formatted(
                            secret.name(),
                            String.join(",", secret.origins()),
                            String.join(",", secret.headers()));
        } else if (grant instanceof Grant.FileSystem directory) {
            return directory.guest()
                    + "="
                    + MessageText.escape(directory.host().toString(), MAX_PATH)
                    + (directory.access() == Grant.Access.READ ? ":ro" : ":rw")
                    + (directory.sharing() == Grant.Sharing.SHARED ? ":shared" : "")
                    + quota("bytes", directory.maxBytes(), Grant.FileSystem.DEFAULT_MAX_BYTES)
                    + quota("files", directory.maxFiles(), Grant.FileSystem.DEFAULT_MAX_FILES);
        }
        return "";
    }

    /**
     * Reads a grant of the network: an origin, an origin with {@code =GET,POST} or the like behind
     * it, or a range of addresses.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static Grant network(String value) {
        if (!value.contains("://") && value.contains("/")) {
            return new Grant.AddressRange(value);
        }
        int equals = value.indexOf('=');
        return equals < 0
                ? new Grant.Network(value)
                : new Grant.Network(
                        value.substring(0, equals),
                        Set.of(value.substring(equals + 1).split(",", -1)));
    }

    private static String quota(String name, long value, long normal) {
        return value == normal ? "" : ":" + name + "=" + value;
    }

    /** All of a list in one line, for the log; safe to print. */
    public static String line(List<? extends Grant> grants) {
        return grants.isEmpty()
                ? "nothing"
                : grants.stream()
                        .map(each -> (each.capability().key() + " " + value(each)).strip())
                        .collect(Collectors.joining(", "));
    }
}

package org.vexhost.loader.grant;

import java.util.List;
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
            return network.origin();
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

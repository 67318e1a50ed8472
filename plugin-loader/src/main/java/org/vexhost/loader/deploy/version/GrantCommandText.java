package org.vexhost.loader.deploy.version;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;

/** The shell commands that messages tell operators to type. */
final class GrantCommandText {

    /** What needs no quotes in the shell, and has no meaning in the syntax of grants. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}/._-]+");

    private GrantCommandText() {}

    static String grant(String tool, MissingCapability missing) {
        if (missing.capability() == Capability.SECRET) {
            return missing.values().stream()
                    .map(
                            name ->
                                    "vex:grant %s secret %s --origin ORIGIN --header HEADER"
                                            .formatted(tool, name))
                    .collect(Collectors.joining("; "));
        }
        String values =
                switch (missing.capability()) {
                    case ENVIRONMENT -> missing.values().isEmpty() ? " VARIABLE…" : plain(missing);
                    case NETWORK -> missing.values().isEmpty() ? " ORIGIN…" : plain(missing);
                    case FILE_SYSTEM ->
                            missing.values().isEmpty() ? " /GUEST=/HOST/FOLDER" : folders(missing);
                    case SECRET, CRYPTOGRAPHY, PURE_COMPUTATION, SUBPROCESS -> "";
                };
        return "vex:grant %s %s%s".formatted(tool, missing.capability().key(), values);
    }

    private static String plain(MissingCapability missing) {
        return " " + String.join(" ", missing.values());
    }

    /** Reading takes a folder that has something in it; writing can begin with the tool's own. */
    private static String folders(MissingCapability missing) {
        return missing.values().stream()
                .map(GrantCommandText::folder)
                .collect(Collectors.joining());
    }

    /** A name that the shell would take for more than a name is left to the operator to write. */
    private static String folder(String value) {
        boolean write = value.endsWith(":rw");
        String guest = write ? value.substring(0, value.length() - 3) : value;
        if (!NAME.matcher(guest).matches()) {
            return " /GUEST=/HOST/FOLDER" + (write ? ":rw" : "");
        }
        return " " + value + (write ? "" : "=/HOST/FOLDER");
    }
}

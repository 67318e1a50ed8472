package org.vexhost.loader.deploy;

import java.util.stream.Collectors;
import org.vexhost.api.ErrorDetail.MissingCapability;

/** The shell commands that messages tell operators to type. */
final class GrantCommands {

    private GrantCommands() {}

    static String grant(String tool, MissingCapability missing) {
        String values =
                switch (missing.capability()) {
                    case ENVIRONMENT -> missing.values().isEmpty() ? " VARIABLE…" : plain(missing);
                    case NETWORK -> missing.values().isEmpty() ? " ORIGIN…" : plain(missing);
                    case FILE_SYSTEM ->
                            missing.values().isEmpty() ? " /GUEST=/HOST/FOLDER" : folders(missing);
                    case CRYPTOGRAPHY, PURE_COMPUTATION, SUBPROCESS -> "";
                };
        return "vex:grant %s %s%s".formatted(tool, missing.capability().key(), values);
    }

    private static String plain(MissingCapability missing) {
        return " " + String.join(" ", missing.values());
    }

    /** Reading takes a folder that has something in it; writing can begin with the tool's own. */
    private static String folders(MissingCapability missing) {
        return missing.values().stream()
                .map(value -> value.endsWith(":rw") ? " " + value : " " + value + "=/HOST/FOLDER")
                .collect(Collectors.joining());
    }
}

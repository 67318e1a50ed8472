package org.vexhost.loader.osgi;

import java.util.Map;
import java.util.stream.Collectors;

/** The variables from which grants choose. */
final class HostEnvironment {

    /** What configures the host itself is in no tool's reach, whatever is granted. */
    private static final String OWN_PREFIX = "VEXHOST_";

    private HostEnvironment() {}

    static Map<String, String> withoutOwn(Map<String, String> all) {
        return all.entrySet().stream()
                .filter(variable -> !variable.getKey().startsWith(OWN_PREFIX))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}

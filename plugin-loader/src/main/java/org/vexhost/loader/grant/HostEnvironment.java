package org.vexhost.loader.grant;

import java.util.Map;
import java.util.stream.Collectors;

/** The variables from which grants choose: those of the host's process, as it was started. */
public final class HostEnvironment {

    /** What configures the host itself is in no tool's reach, whatever is granted. */
    private static final String OWN_PREFIX = "VEXHOST_";

    private HostEnvironment() {}

    /** All that may be granted. A process's variables do not change while it runs. */
    public static Map<String, String> variables() {
        return withoutOwn(System.getenv());
    }

    static Map<String, String> withoutOwn(Map<String, String> all) {
        return all.entrySet().stream()
                .filter(variable -> !variable.getKey().startsWith(OWN_PREFIX))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}

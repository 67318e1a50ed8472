package org.vexhost.loader.grant;

import java.util.Map;
import java.util.stream.Collectors;

/** The environment variables that may be granted, as they were when the host started. */
public final class HostEnvironment {

    /**
     * The prefix of variables that configure the host itself. They are never available to tools,
     * even if they are granted.
     */
    private static final String OWN_PREFIX = "VEXHOST_";

    private HostEnvironment() {}

    /** Returns all variables that may be granted. They do not change while the process runs. */
    public static Map<String, String> variables() {
        return withoutOwn(System.getenv());
    }

    static Map<String, String> withoutOwn(Map<String, String> all) {
        return all.entrySet().stream()
                .filter(variable -> !variable.getKey().startsWith(OWN_PREFIX))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}

package org.vexhost.loader.grant;

import java.util.Map;
import java.util.stream.Collectors;

/** The variables that can be granted, from the environment in which the host was started. */
public final class HostEnvironment {

    /**
     * Variables that configure the host itself are never available to tools, whatever is granted.
     */
    private static final String OWN_PREFIX = "VEXHOST_";

    private HostEnvironment() {}

    /**
     * Returns all variables that may be granted. A process's environment does not change while it
     * runs.
     */
    public static Map<String, String> variables() {
        return withoutOwn(System.getenv());
    }

    static Map<String, String> withoutOwn(Map<String, String> all) {
        return all.entrySet().stream()
                .filter(variable -> !variable.getKey().startsWith(OWN_PREFIX))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}

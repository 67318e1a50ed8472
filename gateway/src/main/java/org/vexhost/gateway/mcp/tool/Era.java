package org.vexhost.gateway.mcp.tool;

import java.util.List;

/** The two families of revisions of the protocol. */
public enum Era {
    /** Each request names its protocol version. There are no sessions. */
    MODERN,
    /** A client begins with {@code initialize}, which agrees on a protocol version. */
    LEGACY;

    private static final List<String> MODERN_VERSIONS = List.of("2026-07-28");
    private static final List<String> LEGACY_VERSIONS =
            List.of("2025-11-25", "2025-06-18", "2025-03-26");

    /** The revisions that this host supports, newest first. */
    public List<String> versions() {
        return this == MODERN ? MODERN_VERSIONS : LEGACY_VERSIONS;
    }

    /** The newest revision that this host supports. */
    public String newest() {
        return versions().get(0);
    }
}

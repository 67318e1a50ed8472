package org.vexhost.wasi.fd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Maps each granted path to the path without links that it had at its first use. Links in a granted
 * path are followed only this once. Otherwise, a tool that may write to a parent of another tool's
 * directory could insert a link later. Thread-safe.
 */
public final class RealPaths {

    private final ConcurrentHashMap<Path, Path> known = new ConcurrentHashMap<>();

    /** Returns the path without links for a granted path. */
    Path of(Path host) throws IOException {
        Path real = known.get(host);
        if (real == null) {
            real = host.toRealPath();
            Path before = known.putIfAbsent(host, real);
            return before == null ? real : before;
        }
        return real;
    }
}

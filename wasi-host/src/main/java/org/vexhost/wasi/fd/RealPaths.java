package org.vexhost.wasi.fd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where granted paths led when they were first used. Links in them are followed once only: a tool
 * that may write above another's directory could put one there later. Thread-safe.
 */
public final class RealPaths {

    private final ConcurrentHashMap<Path, Path> known = new ConcurrentHashMap<>();

    /** The path without links. */
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

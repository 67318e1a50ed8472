package org.vexhost.distribution.host;

import java.nio.file.Path;

/**
 * The folders of one host.
 *
 * @param root the home itself, absolute
 */
public record HostHome(Path root) {

    /** Makes the path absolute. */
    public HostHome {
        root = root.toAbsolutePath().normalize();
    }

    /** What operators drop tools into. Data only: nothing in it is run by the JVM. */
    public Path tools() {
        return root.resolve("tools");
    }

    /** The operator's own bundles: code that the JVM runs. */
    public Path bundles() {
        return root.resolve("bundles");
    }

    /** Configuration. */
    public Path etc() {
        return root.resolve("etc");
    }

    /** One file of grants for each tool. */
    public Path grants() {
        return etc().resolve("grants");
    }

    /** What the host writes for itself. */
    public Path data() {
        return root.resolve("data");
    }

    /** What the engine compiled. The dot keeps it apart from the folders of tools, data/NAME. */
    public Path compiled() {
        return data().resolve("compiled.cache");
    }

    /** Logs. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** What a host in the background prints: little, and why it did not start. */
    public Path console() {
        return logs().resolve("console.log");
    }

    /** What lives as long as the process: lock and socket. Nobody else may enter. */
    public Path run() {
        return root.resolve("run");
    }

    /** Where local commands connect to. */
    public Path socket() {
        return run().resolve("vexhost.sock");
    }

    /** Held by the process that runs the host; holds its number. */
    public Path lock() {
        return run().resolve("lock");
    }
}

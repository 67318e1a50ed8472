package org.vexhost.distribution.host;

import java.nio.file.Path;

/**
 * The files and folders of one host.
 *
 * @param root the home itself; absolute
 */
public record HostHome(Path root) {

    /** Makes the path absolute. */
    public HostHome {
        root = root.toAbsolutePath().normalize();
    }

    /** The folder for tools. It contains only data: the JVM never runs code from it. */
    public Path tools() {
        return root.resolve("tools");
    }

    /** The folder for the operator's own bundles. They contain code that the JVM runs. */
    public Path bundles() {
        return root.resolve("bundles");
    }

    /** The folder for configuration files. */
    public Path etc() {
        return root.resolve("etc");
    }

    /** The folder for grants, with one file for each tool. */
    public Path grants() {
        return etc().resolve("grants");
    }

    /** The folder for the host's own data. */
    public Path data() {
        return root.resolve("data");
    }

    /**
     * The cache of compiled code. The dot in its name distinguishes it from the folders of tools,
     * {@code data/NAME}.
     */
    public Path compiled() {
        return data().resolve("compiled.cache");
    }

    /** The folder for log files. */
    public Path logs() {
        return root.resolve("logs");
    }

    /**
     * The output of a host in the background. If the host did not start, it contains the reason.
     */
    public Path console() {
        return logs().resolve("console.log");
    }

    /**
     * The folder for the lock and the socket. While the process runs, the socket exists and the
     * lock is held. Other users may not enter the folder.
     */
    public Path run() {
        return root.resolve("run");
    }

    /** The socket for local commands. */
    public Path socket() {
        return run().resolve("vexhost.sock");
    }

    /**
     * The lock file. While a host runs, it contains the process id; after the host has ended, it is
     * empty.
     */
    public Path lock() {
        return run().resolve("lock");
    }
}

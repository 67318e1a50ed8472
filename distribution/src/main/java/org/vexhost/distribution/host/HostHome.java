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

    /** The folder for tools. It contains only data: the JVM runs nothing from it. */
    public Path tools() {
        return root.resolve("tools");
    }

    /** The folder of the operator's own bundles, which are code that the JVM runs. */
    public Path bundles() {
        return root.resolve("bundles");
    }

    /** The folder of configuration files. */
    public Path etc() {
        return root.resolve("etc");
    }

    /** The folder with one file of grants for each tool. */
    public Path grants() {
        return etc().resolve("grants");
    }

    /** The folder for the host's own data. */
    public Path data() {
        return root.resolve("data");
    }

    /**
     * The cache of compiled code. The dot in its name prevents a clash with the folders of tools,
     * data/NAME.
     */
    public Path compiled() {
        return data().resolve("compiled.cache");
    }

    /** The folder of log files. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** The output of a background host, which includes the reason why it did not start. */
    public Path console() {
        return logs().resolve("console.log");
    }

    /**
     * The folder for lock and socket, which exist as long as the process. Other users may not enter
     * it.
     */
    public Path run() {
        return root.resolve("run");
    }

    /** The socket for local commands. */
    public Path socket() {
        return run().resolve("vexhost.sock");
    }

    /** The lock file of the running host. It contains the number of the process. */
    public Path lock() {
        return run().resolve("lock");
    }
}

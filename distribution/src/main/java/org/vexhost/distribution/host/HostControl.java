package org.vexhost.distribution.host;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The launcher, as the administration bundle sees it. Thread-safe. */
public interface HostControl {

    /** The host's folders. */
    HostHome home();

    /** Where the product is unpacked. */
    Path distribution();

    /** Which files hold the operator's code and configuration. */
    FileTrust trust();

    /** The latest lines of the log. */
    HostLog log();

    /** The product's version. */
    String version();

    /** When the process started. */
    Instant startedAt();

    /** Whether the process has a terminal to itself, so that a console makes sense. */
    boolean hasTerminal();

    /** All bundles run, all components are satisfied, the socket is open. */
    void ready();

    /**
     * The host cannot do its work. It is taken down and the process ends with an error.
     *
     * @param problems one line each
     */
    void failed(List<String> problems);

    /** Drains the host and ends the process. Returns at once. */
    void requestStop();
}

package org.vexhost.distribution.host;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The launcher's interface for the administration bundle. Thread-safe. */
public interface HostControl {

    /** The host's folders. */
    HostHome home();

    /** The folder of the unpacked product. */
    Path distribution();

    /** Decides which files may contain the operator's code and configuration. */
    FileTrust trust();

    /** The latest lines of the log. */
    HostLog log();

    /** The product's version. */
    String version();

    /** The time when the process started. */
    Instant startedAt();

    /** Whether the process has a terminal for a console. */
    boolean hasTerminal();

    /**
     * Reports that the host is ready: all bundles run, all components are satisfied, and the socket
     * is open.
     */
    void ready();

    /**
     * Reports that the host cannot work. The host then stops, and its process ends with an error.
     *
     * @param problems the reasons, one line each
     */
    void failed(List<String> problems);

    /** Drains the host and ends the process. Returns immediately. */
    void requestStop();
}

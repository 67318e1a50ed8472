package org.vexhost.distribution.host;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The interface of the launcher for the administration bundle. Thread-safe. */
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

    /** When the process started. */
    Instant startedAt();

    /** Whether the process has its own terminal, so that a console is useful. */
    boolean hasTerminal();

    /**
     * Reports that the host is ready: all bundles run, all components are satisfied, the socket is
     * open.
     */
    void ready();

    /**
     * Reports that the host cannot work. The host stops, and the process ends with an error.
     *
     * @param problems one line each
     */
    void failed(List<String> problems);

    /** Drains the host and ends the process. Returns immediately. */
    void requestStop();
}

package org.vexhost.loader.deploy.folder;

import java.time.Duration;

/** Requests scans of the folder and writes of state. */
public interface Rescans {

    /** Requests a scan after {@code delay}, or earlier. */
    void request(Duration delay);

    /** Requests that the results of a finished attempt are written soon. */
    void settled();
}

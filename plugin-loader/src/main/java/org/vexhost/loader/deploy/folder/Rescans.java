package org.vexhost.loader.deploy.folder;

import java.time.Duration;

/** Requests that the folder is scanned, and that state is saved. */
public interface Rescans {

    /** Requests a scan after {@code delay}, or earlier. */
    void request(Duration delay);

    /** Requests that the results of a finished attempt are written soon. */
    void settled();
}

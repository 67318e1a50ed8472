package org.vexhost.loader.deploy.folder;

import java.time.Duration;

/** Accepts requests to scan the tools folder and to save state. */
public interface Rescans {

    /** Requests that a scan starts after {@code delay} at the latest. */
    void request(Duration delay);

    /** Requests that the result of a finished preparation is saved soon. */
    void settled();
}

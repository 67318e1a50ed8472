package org.vexhost.loader.deploy.folder;

import java.time.Duration;

/** How whoever follows the folder comes back to it. */
public interface Rescans {

    /** A pass is to begin after {@code delay}, or earlier. */
    void request(Duration delay);

    /** An attempt is over: what came of it is to be written down soon. */
    void settled();
}

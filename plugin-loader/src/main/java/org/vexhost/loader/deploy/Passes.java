package org.vexhost.loader.deploy;

import java.time.Duration;

/** How whoever follows the folder comes back to it. */
interface Passes {

    /** A pass is to begin after {@code delay}, or earlier. */
    void request(Duration delay);

    /** An attempt is over: what came of it is to be written down soon. */
    void settled();
}

package org.vexhost.loader.deploy.operator;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.json.CutText;

/**
 * Logs one line for each change of trust, with the operator, the change and the artifact. The line
 * is logged even if no tool's state changes.
 */
public final class TrustLog {

    private static final Logger LOG = LoggerFactory.getLogger("org.vexhost.loader.trust");
    private static final int MAX_LENGTH = 4_000;

    private TrustLog() {}

    /**
     * Logs a change.
     *
     * @param who a description of the operator; safe to print
     * @param what a description of the change that contains the tool's name; escaped and shortened
     *     here
     * @param digest the artifact concerned
     */
    public static void changed(String who, String what, Optional<String> digest) {
        LOG.info("{} {} [{}]", who, CutText.escape(what, MAX_LENGTH), digest.orElse("no artifact"));
    }
}

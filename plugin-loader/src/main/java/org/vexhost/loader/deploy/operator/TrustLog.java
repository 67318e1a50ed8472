package org.vexhost.loader.deploy.operator;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.json.CutText;

/**
 * Logs one line for each change of trust: the operator, the change and the artifact, even if no
 * tool's state changes.
 */
public final class TrustLog {

    private static final Logger LOG = LoggerFactory.getLogger("org.vexhost.loader.trust");
    private static final int MAX_LENGTH = 4_000;

    private TrustLog() {}

    /**
     * Logs a change.
     *
     * @param who the operator, in words; safe to print
     * @param what the change, in words, with the tool's name; escaped and cut here
     * @param digest the artifact concerned
     */
    public static void changed(String who, String what, Optional<String> digest) {
        LOG.info("{} {} [{}]", who, CutText.escape(what, MAX_LENGTH), digest.orElse("no artifact"));
    }
}

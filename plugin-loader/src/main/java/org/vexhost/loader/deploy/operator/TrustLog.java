package org.vexhost.loader.deploy.operator;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.json.CutText;

/**
 * One line for each change of what the host trusts: who, what, and of which artifact. It is logged
 * whether or not the state of a tool changes with it.
 */
public final class TrustLog {

    private static final Logger LOG = LoggerFactory.getLogger("org.vexhost.loader.trust");
    private static final int MAX_LENGTH = 4_000;

    private TrustLog() {}

    /**
     * Logs a change.
     *
     * @param who in words; safe to print
     * @param what in words, with the tool's name; escaped and cut here
     * @param digest of the artifact that it is about
     */
    public static void changed(String who, String what, Optional<String> digest) {
        LOG.info("{} {} [{}]", who, CutText.escape(what, MAX_LENGTH), digest.orElse("no artifact"));
    }
}

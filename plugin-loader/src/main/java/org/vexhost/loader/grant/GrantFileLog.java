package org.vexhost.loader.grant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.loader.grant.ToolGrants.Follow;

/** Logs one line for each grants file that something other than the host edited or removed. */
final class GrantFileLog {

    private static final Logger LOG = LoggerFactory.getLogger("org.vexhost.loader.trust");
    private static final int MAX_LENGTH = 4_000;

    private GrantFileLog() {}

    /**
     * Logs a file that was edited outside the host, or that was already there when the host
     * started.
     */
    static void read(String tool, Path file, ToolGrants granted) {
        String updates = granted.follow() == Follow.TRUST_UPDATES ? "are trusted" : "need approval";
        LOG.info(
                "file etc/grants/{}.json, of {}, grants tool '{}' {}; updates {} [{}]",
                tool,
                owner(file),
                tool,
                MessageText.escape(GrantText.line(granted.grants().all()), MAX_LENGTH),
                updates,
                granted.artifact()
                        .or(() -> granted.module().map(each -> "module " + each))
                        .orElse("no artifact"));
    }

    static void removed(String tool) {
        LOG.info("file etc/grants/{}.json is gone: tool '{}' is granted nothing", tool, tool);
    }

    private static String owner(Path file) {
        try {
            return "user '" + MessageText.escape(Files.getOwner(file).getName(), 64) + "'";
        } catch (IOException | UnsupportedOperationException e) {
            return "an unknown user";
        }
    }
}

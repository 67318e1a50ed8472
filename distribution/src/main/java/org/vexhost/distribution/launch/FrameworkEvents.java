package org.vexhost.distribution.launch;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the framework's errors and warnings about bundles. */
final class FrameworkEvents implements FrameworkListener {

    /**
     * The prefix of the bundles that the loader creates for tools. They contain no code. If such a
     * bundle cannot be installed, the loader logs that and tries again.
     */
    private static final String MADE_FOR_TOOLS = "vexhost.tool.";

    private final Logger log;

    FrameworkEvents() {
        this(LoggerFactory.getLogger(HostLauncher.class));
    }

    FrameworkEvents(Logger log) {
        this.log = log;
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        Bundle bundle = event.getBundle();
        Throwable cause = event.getThrowable();
        if (event.getType() == FrameworkEvent.WARNING) {
            log.warn("bundle '{}' warns", bundle, cause);
        } else if (event.getType() == FrameworkEvent.ERROR) {
            if (isMadeForATool(bundle)) {
                log.warn(
                        "bundle '{}' failed; it is made again [{}]", bundle, String.valueOf(cause));
            } else if (FrameworkLog.lacksHandle("", cause)) {
                log.warn(
                        "bundle '{}' failed; no file handle is left [{}]",
                        bundle,
                        cause.toString());
            } else {
                log.error("bundle '{}' failed", bundle, cause);
            }
        }
    }

    private static boolean isMadeForATool(Bundle bundle) {
        return String.valueOf(bundle.getSymbolicName()).startsWith(MADE_FOR_TOOLS);
    }
}

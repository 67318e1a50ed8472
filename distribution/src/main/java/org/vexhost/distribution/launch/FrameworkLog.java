package org.vexhost.distribution.launch;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/**
 * Writes the messages of the framework to the host's log. By default, the framework prints its
 * messages. A missing file handle is logged as a warning and not as an error: the host installs its
 * bundles again at each start, and tries failed operations again.
 */
final class FrameworkLog extends Logger {

    /** The text of the C library for the errors EMFILE and ENFILE. */
    private static final String NO_HANDLE = "Too many open files";

    private final org.slf4j.Logger log;

    FrameworkLog() {
        this(LoggerFactory.getLogger("org.apache.felix.framework"));
    }

    FrameworkLog(org.slf4j.Logger log) {
        this.log = log;
    }

    @Override
    @SuppressWarnings("rawtypes") // Declared so by the framework.
    protected void doLog(
            @Nullable Bundle bundle,
            @Nullable ServiceReference reference,
            int level,
            String message,
            @Nullable Throwable cause) {
        doLog(level, bundle == null ? message : bundle + ": " + message, cause);
    }

    @Override
    protected void doLog(int level, String message, @Nullable Throwable cause) {
        switch (level) {
            case LOG_ERROR -> {
                if (lacksHandle(message, cause)) {
                    log.warn("no file handle is left; it is tried again [{}]", message);
                } else {
                    log.error(message, cause);
                }
            }
            case LOG_WARNING -> log.warn(message, cause);
            case LOG_INFO -> log.info(message, cause);
            default -> log.debug(message, cause);
        }
    }

    /** Whether a message or its cause says that the process has no file handle left. */
    static boolean lacksHandle(String message, @Nullable Throwable cause) {
        boolean isSaid = message.contains(NO_HANDLE);
        for (Throwable each = cause; each != null && !isSaid; each = each.getCause()) {
            isSaid = String.valueOf(each.getMessage()).contains(NO_HANDLE);
        }
        return isSaid;
    }
}

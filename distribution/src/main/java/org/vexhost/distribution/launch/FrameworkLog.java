package org.vexhost.distribution.launch;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** Leads what the framework says to the host's log: by itself it prints. */
final class FrameworkLog extends Logger {

    private final org.slf4j.Logger log = LoggerFactory.getLogger("org.apache.felix.framework");

    @Override
    @SuppressWarnings("rawtypes") // As the framework declares it.
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
            case LOG_ERROR -> log.error(message, cause);
            case LOG_WARNING -> log.warn(message, cause);
            case LOG_INFO -> log.info(message, cause);
            default -> log.debug(message, cause);
        }
    }
}

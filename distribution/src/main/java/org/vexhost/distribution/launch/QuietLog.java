package org.vexhost.distribution.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Disables logging, for commands that run without a host and print all their messages themselves.
 */
public final class QuietLog {

    private QuietLog() {}

    /** Silences logback. Without a configuration, logback would print to the terminal. */
    public static void apply() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }
}

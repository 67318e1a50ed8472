package org.vexhost.distribution.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Switches logging off, for commands that run without a host and print all messages themselves. */
public final class QuietLog {

    private QuietLog() {}

    /** Silences logback, which prints to the terminal if it is not configured. */
    public static void apply() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }
}

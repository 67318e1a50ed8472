package org.vexhost.distribution.launch;

import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOP_FallbackServiceProvider;

/**
 * Disables logging, for commands that run without a host and print all their messages themselves.
 */
public final class QuietLog {

    private QuietLog() {}

    /**
     * Selects loggers that do nothing. Has no effect after the first logger was created. Logback is
     * not even loaded: it takes longer to start than many programs run, and prints to the terminal
     * if it has no configuration.
     */
    public static void apply() {
        System.setProperty(
                LoggerFactory.PROVIDER_PROPERTY_KEY, NOP_FallbackServiceProvider.class.getName());
        // SLF4J would print that it uses the selected provider.
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }
}

package org.vexhost.api.admin;

/**
 * Opens sessions of the host's shell for clients on other channels than the admin socket. The
 * administration bundle provides this as an OSGi service. Whoever calls it has authenticated the
 * client: a session may do everything that the host's user may do. Thread-safe.
 *
 * @since 1.0
 */
public interface ShellSessions {

    /**
     * Opens a session that runs one command or a script, as {@code vexhost shell COMMAND} does.
     *
     * @param client if it has a terminal, output uses the line ends of terminals, and Ctrl-C
     *     interrupts the command
     * @param command the command, or statements on several lines
     */
    ShellSession command(ShellClient client, String command);

    /**
     * Opens a session with line editing. What the user types is not stored, so other users do not
     * see it in their history.
     *
     * @throws IllegalArgumentException if the client has no terminal
     */
    ShellSession interactive(ShellClient client);
}

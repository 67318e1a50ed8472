package org.vexhost.loader.shell.command;

/**
 * Thrown if a command line does not fit the command. The message is one line that ends with the
 * usage.
 */
public final class UsageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UsageException(String problem, CommandForm form) {
        super("%s; usage: %s".formatted(problem, form.usage()));
    }
}

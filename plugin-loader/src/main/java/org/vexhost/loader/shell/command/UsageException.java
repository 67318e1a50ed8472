package org.vexhost.loader.shell.command;

/** A line that is not how a command is used; the message is one line that ends with the usage. */
public final class UsageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UsageException(String problem, CommandForm form) {
        super("%s; usage: %s".formatted(problem, form.usage()));
    }
}

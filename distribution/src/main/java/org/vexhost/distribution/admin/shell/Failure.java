package org.vexhost.distribution.admin.shell;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;

/**
 * The failure of a command: one human-readable line without names of Java classes, and an exit
 * status.
 *
 * @param text the line; may be empty
 * @param status exit status of a script
 */
public record Failure(String text, int status) {

    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int UNAVAILABLE = 5;

    /** The exit status of shells after Ctrl-C. */
    private static final int INTERRUPTED = 130;

    private static final int MAX_LENGTH = 2_000;

    private static final Pattern COERCION = Pattern.compile("Cannot coerce (\\w+)\\(.*");
    private static final Pattern JAVA_NAME =
            Pattern.compile("^(?:[a-z]\\w*\\.)+[A-Z]\\w*(?:Exception|Error): ");

    /** The Gogo class that runs commands. */
    private static final String RUNS_COMMANDS = "org.apache.felix.gogo.runtime.Pipe";

    /**
     * Commands that can stop a host or remove a bundle. These are never suggested after a typing
     * error.
     */
    private static final List<String> NEVER_SUGGESTED =
            List.of("stop", "uninstall", "update", "refresh", "exit", "quit", "logout");

    /**
     * Creates the failure for an exception.
     *
     * @param commands known commands with their scopes, for suggestions
     */
    static Failure of(Throwable thrown, Collection<String> commands) {
        Throwable cause = unwrapped(thrown);
        if (cause instanceof InterruptedException) {
            return new Failure("", INTERRUPTED);
        }
        if (cause instanceof ToolException tool) {
            return new Failure(line(tool.error()), tool.error().code().exitStatus());
        }
        if (cause instanceof ScriptFailure script) {
            return script.failure();
        }
        if (cause instanceof CommandNotFoundException unknown) {
            return usage(
                    "Command not found: %s%s"
                            .formatted(
                                    unknown.getCommand(),
                                    suggestion(unknown.getCommand(), commands)));
        }
        if (cause instanceof OutOfMemoryError || cause instanceof RejectedExecutionException) {
            LOG.warn(
                    "command of the shell found no free thread or memory [{}]", cause.getMessage());
            return new Failure(
                    "UNAVAILABLE/OVERLOADED: host has no thread or no memory for this command; try"
                            + " again later",
                    UNAVAILABLE);
        }
        if (cause instanceof SyntaxError) {
            return usage("syntax error: " + cause.getMessage());
        }
        if (cause instanceof FileSystemException file) {
            return new Failure(safe(text(file)), FAILED);
        }
        String message = cause.getMessage();
        if (cause instanceof IllegalArgumentException && message != null) {
            if (cause instanceof NumberFormatException) {
                return usage(message.replaceFirst("^For input string: ", "not a number: "));
            }
            Matcher coercion = COERCION.matcher(message);
            return usage(
                    coercion.matches()
                            ? "%s: these arguments do not fit; help %1$s shows what does"
                                    .formatted(coercion.group(1))
                            : message);
        }
        return new Failure(safe(general(cause, message)), FAILED);
    }

    /**
     * Returns the line for a tool's error, in the format that scripts read. The message is made
     * printable.
     */
    public static String line(ToolError error) {
        return "%s/%s: %s"
                .formatted(error.code(), error.reason(), MessageText.printable(error.message()));
    }

    /** Whether a command could not begin because the system had no thread left. */
    static boolean isForLackOfThreads(Throwable thrown) {
        return unwrapped(thrown) instanceof OutOfMemoryError error
                && String.valueOf(error.getMessage()).contains("native thread")
                && Arrays.stream(error.getStackTrace())
                        .noneMatch(frame -> frame.getClassName().equals(RUNS_COMMANDS));
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; depth < 8; depth++) {
            Throwable next = cause.getCause();
            boolean wraps =
                    cause instanceof ExecutionException
                            || cause instanceof InvocationTargetException
                            || next instanceof SyntaxError;
            if (next == null || !wraps) {
                break;
            }
            cause = next;
        }
        return cause;
    }

    private static Failure usage(String text) {
        return new Failure(safe(text), USAGE);
    }

    private static String suggestion(String command, Collection<String> commands) {
        List<String> known =
                commands.stream()
                        .filter(each -> !name(each).startsWith("__"))
                        .filter(each -> !NEVER_SUGGESTED.contains(name(each)))
                        .sorted()
                        .toList();
        if (command.contains(":")) {
            return Suggestion.clause(command, known);
        }
        List<String> names = known.stream().map(Failure::name).toList();
        return Suggestion.of(command, names)
                .map(near -> " (did you mean '%s'?)".formatted(known.get(names.indexOf(near))))
                .orElse("");
    }

    private static String name(String command) {
        return command.substring(command.indexOf(':') + 1);
    }

    private static String text(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file: " + e.getFile();
        }
        if (e instanceof AccessDeniedException) {
            return "file cannot be opened: permission denied [%s]".formatted(e.getFile());
        }
        return e.getReason() == null
                ? "file cannot be used [%s]".formatted(e.getFile())
                : "file cannot be used: %s [%s]".formatted(e.getReason(), e.getFile());
    }

    private static String general(Throwable cause, @Nullable String text) {
        boolean meant =
                !(cause instanceof RuntimeException)
                        || cause instanceof IllegalArgumentException
                        || cause instanceof IllegalStateException
                        || cause instanceof UnsupportedOperationException;
        if (text == null || text.isBlank() || !meant || cause instanceof Error) {
            LOG.warn("command of the shell failed", cause);
            return "command failed; the host's log says why";
        }
        return JAVA_NAME.matcher(text).replaceFirst("");
    }

    private static String safe(String text) {
        return MessageText.escape(text, MAX_LENGTH);
    }
}

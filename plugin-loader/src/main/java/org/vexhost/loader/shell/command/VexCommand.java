package org.vexhost.loader.shell.command;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerPrincipal;
import org.vexhost.loader.shell.command.CommandForm.Option;
import org.vexhost.loader.shell.command.CommandForm.Presence;
import org.vexhost.loader.shell.command.CommandForm.Value;
import org.vexhost.loader.shell.command.CommandForm.Word;

/** One command of the scope {@code vex}. Thread-safe if its body is thread-safe. */
public final class VexCommand implements Function {

    /** The scope of all commands of Vexhost. */
    public static final String SCOPE = "vex";

    /**
     * The session variable with the user's {@link Principal}. The code that opens a session for a
     * client sets this variable.
     */
    private static final String CALLER = "vexhost.caller";

    /** The session variable that is true if the session has a terminal with colours. */
    private static final String COLOURS = "VEX_COLOURS";

    /** The body of a command, which returns its outcome. */
    @FunctionalInterface
    public interface Body {

        /**
         * Runs the command.
         *
         * @throws Exception a {@code ToolException}, an {@code IllegalArgumentException} for a
         *     wrong argument, or another exception whose message is for an operator
         */
        Outcome run(Arguments arguments) throws Exception;
    }

    /** The body of a command that only prints text. */
    @FunctionalInterface
    public interface TextBody {

        /** Runs the command; see {@link Body#run}. */
        String run(Arguments arguments) throws Exception;
    }

    /** The body of a command that prints while it runs. */
    @FunctionalInterface
    public interface ScreenBody {

        /**
         * Runs the command, as {@link Body#run} does. The command runs until it has finished, is
         * interrupted, or can no longer write its output.
         */
        void run(Arguments arguments, Screen screen) throws Exception;
    }

    /** The common form of all three kinds of body. */
    private interface Run {
        int run(Arguments arguments, Screen screen) throws Exception;
    }

    private final String name;
    private final CommandForm form;
    private final Run body;

    private VexCommand(String name, CommandForm form, Run body) {
        this.name = name;
        this.form = form;
        this.body = body;
    }

    /** Starts building a command. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Returns the command's name, without the scope. */
    public String name() {
        return name;
    }

    /** Returns a summary of one line. */
    public String summary() {
        return form.summary();
    }

    /** Returns the short usage line, without the scope. */
    public String usage() {
        return form.usage().substring(SCOPE.length() + 1);
    }

    /**
     * Runs the command. Prints to the pipe and returns nothing, because Gogo shows a returned value
     * only for the last command of a line.
     */
    @Override
    public @Nullable Object execute(CommandSession session, List<Object> arguments)
            throws Exception {
        List<String> words = new ArrayList<>();
        for (@Nullable Object argument : arguments) {
            if (argument == null) {
                throw new UsageException(
                        "%s: argument %d is a variable that is not set"
                                .formatted(form.name(), words.size() + 1),
                        form);
            }
            words.add(argument.toString());
        }
        Arguments read = CommandLine.read(form, words, session.currentDir(), caller(session));
        Process process = Process.Utils.current();
        Screen screen = new Screen(process.out(), session.getConsole(), ink(session, process));
        if (read.has(CommandForm.HELP.name())) {
            screen.print(form.help());
            process.error(0);
        } else {
            process.error(body.run(read, screen));
        }
        return null;
    }

    /**
     * Uses colours only if this command itself writes to a terminal, and not if its output is piped
     * to another command.
     */
    private static Ink.Use ink(CommandSession session, Process process) {
        return Boolean.TRUE.equals(session.get(COLOURS)) && process.isTty(1)
                ? Ink.Use.COLOURED
                : Ink.Use.PLAIN;
    }

    /**
     * Returns the user from the session variable {@link #CALLER}, or the host's own user if the
     * variable is not set. If it is not set, the host's own user or root opened the session,
     * because nobody else can. A script can set the variable to a text, but not to a principal.
     */
    private static Caller caller(CommandSession session) {
        return session.get(CALLER) instanceof Principal user
                ? CallerPrincipal.callerOf(user)
                : Caller.user(System.getProperty("user.name", "unknown"));
    }

    /** Builds a command. */
    public static final class Builder {

        private final String name;
        private String summary = "";
        private final List<Word> words = new ArrayList<>();
        private final List<Option> options = new ArrayList<>();
        private final List<String> examples = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /** Sets a summary of one line. */
        public Builder summary(String text) {
            summary = text;
            return this;
        }

        /** Adds a required argument. */
        public Builder word(String label, String description) {
            words.add(new Word(label, description, Presence.REQUIRED));
            return this;
        }

        /** Adds an optional argument, which follows the required ones. */
        public Builder optionalWord(String label, String description) {
            words.add(new Word(label, description, Presence.OPTIONAL));
            return this;
        }

        /** Adds arguments up to the end of the line. */
        public Builder moreWords(String label, String description) {
            words.add(new Word(label, description, Presence.ANY_NUMBER));
            return this;
        }

        /** Adds an option without a value. */
        public Builder flag(char letter, String option, String description) {
            options.add(new Option(letter, option, Optional.empty(), Value.OPTIONAL, description));
            return this;
        }

        /** Adds an option with an optional value. */
        public Builder option(char letter, String option, String value, String description) {
            options.add(
                    new Option(letter, option, Optional.of(value), Value.OPTIONAL, description));
            return this;
        }

        /**
         * Adds an option that requires a value. If the option is repeated, its values are joined
         * with commas.
         */
        public Builder values(char letter, String option, String value, String description) {
            options.add(
                    new Option(letter, option, Optional.of(value), Value.REQUIRED, description));
            return this;
        }

        /** Adds the option {@code --json}, which all listings have. */
        public Builder json() {
            return flag('j', "json", "prints JSON, for scripts");
        }

        /** Adds an example that can be copied. */
        public Builder example(String line) {
            examples.add(line);
            return this;
        }

        /** Creates a command that prints text. */
        public VexCommand prints(TextBody body) {
            return runs(arguments -> Outcome.of(body.run(arguments)));
        }

        /** Creates a command that sets its own exit status. */
        public VexCommand runs(Body body) {
            return build(
                    (arguments, screen) -> {
                        Outcome outcome = body.run(arguments);
                        screen.print(outcome.text());
                        return outcome.status();
                    });
        }

        /** Creates a command that prints while it runs. */
        public VexCommand prints(ScreenBody body) {
            return build(
                    (arguments, screen) -> {
                        body.run(arguments, screen);
                        return 0;
                    });
        }

        private VexCommand build(Run run) {
            options.add(CommandForm.HELP);
            return new VexCommand(
                    name,
                    new CommandForm(SCOPE + ":" + name, summary, words, options, examples),
                    run);
        }
    }
}

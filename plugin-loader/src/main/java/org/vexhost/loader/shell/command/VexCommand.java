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
import org.vexhost.loader.shell.command.CommandForm.Option;
import org.vexhost.loader.shell.command.CommandForm.Presence;
import org.vexhost.loader.shell.command.CommandForm.Value;
import org.vexhost.loader.shell.command.CommandForm.Word;

/** One command of the scope {@code vex}. Thread-safe if its body is. */
public final class VexCommand implements Function {

    /** The scope of all commands of vexhost. */
    public static final String SCOPE = "vex";

    /**
     * The session's variable that holds who types: a {@link Principal}, put there by whoever opened
     * the session for a client.
     */
    private static final String CALLER = "vexhost.caller";

    /** The session's variable that is true on a terminal that has colours. */
    private static final String COLOURS = "VEX_COLOURS";

    /** What a command does. */
    @FunctionalInterface
    public interface Body {

        /**
         * Runs.
         *
         * @throws Exception a {@code ToolException}, an {@code IllegalArgumentException} for a
         *     wrong argument, or another one whose message is for an operator
         */
        Outcome run(Arguments arguments) throws Exception;
    }

    /** A command that only prints. */
    @FunctionalInterface
    public interface TextBody {

        /** Runs, as {@link Body#run}. */
        String run(Arguments arguments) throws Exception;
    }

    /** A command that prints while it runs. */
    @FunctionalInterface
    public interface ScreenBody {

        /** Runs, as {@link Body#run}, until it is done, is interrupted, or nobody reads it. */
        void run(Arguments arguments, Screen screen) throws Exception;
    }

    /** How a body prints: at its end or before. */
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

    /** Begins a command. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Its name, without the scope. */
    public String name() {
        return name;
    }

    /** What it does, in one line. */
    public String summary() {
        return form.summary();
    }

    /** Its line in short, without the scope. */
    public String usage() {
        return form.usage().substring(SCOPE.length() + 1);
    }

    /** Prints to the pipe: nothing is returned, since Gogo shows only the last command's result. */
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

    /** Colours are for a terminal that this command writes to itself, and no other one after it. */
    private static Ink.Use ink(CommandSession session, Process process) {
        return Boolean.TRUE.equals(session.get(COLOURS)) && process.isTty(1)
                ? Ink.Use.COLOURED
                : Ink.Use.PLAIN;
    }

    /**
     * The user whom whoever opened the session put into it, or else the host's own: nobody else but
     * root gets as far as this. A script can set a variable to a text, but not to a principal.
     */
    private static Caller caller(CommandSession session) {
        String name =
                session.get(CALLER) instanceof Principal user
                        ? user.getName()
                        : System.getProperty("user.name", "unknown");
        return Caller.user(name);
    }

    /** Collects what a command takes. */
    public static final class Builder {

        private final String name;
        private String summary = "";
        private final List<Word> words = new ArrayList<>();
        private final List<Option> options = new ArrayList<>();
        private final List<String> examples = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /** What it does, in one line. */
        public Builder summary(String text) {
            summary = text;
            return this;
        }

        /** An argument that has to be there. */
        public Builder word(String label, String description) {
            words.add(new Word(label, description, Presence.REQUIRED));
            return this;
        }

        /** An argument that may be there, after those that have to be. */
        public Builder optionalWord(String label, String description) {
            words.add(new Word(label, description, Presence.OPTIONAL));
            return this;
        }

        /** Arguments to the end of the line. */
        public Builder moreWords(String label, String description) {
            words.add(new Word(label, description, Presence.ANY_NUMBER));
            return this;
        }

        /** An option without a value. */
        public Builder flag(char letter, String option, String description) {
            options.add(new Option(letter, option, Optional.empty(), Value.OPTIONAL, description));
            return this;
        }

        /** An option that may have a value. */
        public Builder option(char letter, String option, String value, String description) {
            options.add(
                    new Option(letter, option, Optional.of(value), Value.OPTIONAL, description));
            return this;
        }

        /**
         * An option that has a value. Several of them are one, with commas between their values.
         */
        public Builder values(char letter, String option, String value, String description) {
            options.add(
                    new Option(letter, option, Optional.of(value), Value.REQUIRED, description));
            return this;
        }

        /** The option of every listing. */
        public Builder json() {
            return flag('j', "json", "prints JSON, for scripts");
        }

        /** A line to copy. */
        public Builder example(String line) {
            examples.add(line);
            return this;
        }

        /** A command that prints. */
        public VexCommand prints(TextBody body) {
            return runs(arguments -> Outcome.of(body.run(arguments)));
        }

        /** A command whose exit status may differ. */
        public VexCommand runs(Body body) {
            return build(
                    (arguments, screen) -> {
                        Outcome outcome = body.run(arguments);
                        screen.print(outcome.text());
                        return outcome.status();
                    });
        }

        /** A command that prints while it runs. */
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

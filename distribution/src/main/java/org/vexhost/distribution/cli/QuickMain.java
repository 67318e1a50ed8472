package org.vexhost.distribution.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.cli.exec.QuickExec;
import org.vexhost.distribution.launch.ArchiveReserve;

/**
 * The entry point of the commands {@code call}, {@code tools}, {@code run} and {@code exec}. It
 * reads simple command lines itself, because picocli needs more time to read its annotations than
 * most calls take. All other command lines are passed to {@link Main}.
 */
public final class QuickMain {

    /** The options of {@code tools}. A test compares them with the declarations for picocli. */
    static final Map<String, QuickWords.Value> TOOLS_OPTIONS =
            Map.of("--home", QuickWords.Value.NEEDED, "--json", QuickWords.Value.NONE);

    /** The options of {@code call}. A test compares them with the declarations for picocli. */
    static final Map<String, QuickWords.Value> CALL_OPTIONS =
            Map.of(
                    "--home",
                    QuickWords.Value.NEEDED,
                    "--json",
                    QuickWords.Value.NONE,
                    "--timeout",
                    QuickWords.Value.NEEDED,
                    "--wait",
                    QuickWords.Value.ATTACHED);

    /** The options of {@code run}. A test compares them with the declarations for picocli. */
    static final Map<String, QuickWords.Value> RUN_OPTIONS =
            Map.of("--home", QuickWords.Value.NEEDED, "--no-console", QuickWords.Value.NONE);

    /** The system property that names Java's implementation of channels. */
    static final String CHANNELS = "java.nio.channels.spi.SelectorProvider";

    private static final String CHANNELS_OF_LINUX = "sun.nio.ch.EPollSelectorProvider";

    private QuickMain() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        if (isExec(arguments)) {
            ArchiveReserve.freeAtEndWhenCompiled();
        } else {
            ArchiveReserve.freeAtEnd();
            nameChannels();
        }
        Callable<Integer> quick = quick(arguments);
        System.exit(quick == null ? Main.execute(arguments) : run(quick));
    }

    /**
     * Names the implementation of channels that Java uses by default on Linux, if it exists.
     * Otherwise Java opens every jar of the class path to search for another implementation. That
     * search takes a fifth of the time of a call.
     */
    static void nameChannels() {
        if (System.getProperty(CHANNELS) == null) {
            try {
                Class<?> ignored = Class.forName(CHANNELS_OF_LINUX, false, null);
                System.setProperty(CHANNELS, CHANNELS_OF_LINUX);
            } catch (ClassNotFoundException e) {
                // On another system or Java version, Java finds the implementation itself.
            }
        }
    }

    /** Returns the command; null if picocli has to read the command line. */
    static @Nullable Callable<Integer> quick(String[] arguments) {
        String command = arguments.length == 0 ? "" : arguments[0];
        if (command.equals("call")) {
            Optional<QuickWords> words =
                    QuickWords.read(arguments, CALL_OPTIONS, 2, CallCommand.DEFAULT_WAIT);
            return words.isPresent() ? new CallCommand(words.get()) : null;
        }
        if (command.equals("tools")) {
            Optional<QuickWords> words = QuickWords.read(arguments, TOOLS_OPTIONS, 0, "");
            return words.isPresent() ? new ToolsCommand(words.get()) : null;
        }
        if (command.equals("run")) {
            Optional<QuickWords> words = QuickWords.read(arguments, RUN_OPTIONS, 0, "");
            return words.isPresent() ? new RunCommand(words.get()) : null;
        }
        return isExec(arguments) ? QuickExec.read(arguments).orElse(null) : null;
    }

    private static boolean isExec(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("exec");
    }

    private static int run(Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception e) {
            return FailurePrinter.print(
                    e, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        }
    }
}

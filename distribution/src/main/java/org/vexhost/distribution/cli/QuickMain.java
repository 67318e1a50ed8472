package org.vexhost.distribution.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.launch.ArchiveReserve;

/**
 * Where the process of a call begins. The command line is read without picocli, which takes longer
 * to look at its annotations than most calls take; what is not plain is handed on to {@link Main}.
 */
public final class QuickMain {

    /** What {@code tools} declares to picocli, too; a test compares the two. */
    static final Map<String, QuickWords.Value> TOOLS_OPTIONS =
            Map.of("--home", QuickWords.Value.NEEDED, "--json", QuickWords.Value.NONE);

    /** What {@code call} declares to picocli, too; a test compares the two. */
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

    /** Names the implementation of channels. */
    static final String CHANNELS = "java.nio.channels.spi.SelectorProvider";

    private static final String CHANNELS_OF_LINUX = "sun.nio.ch.EPollSelectorProvider";

    private QuickMain() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        ArchiveReserve.freeAtEnd();
        nameChannels();
        Callable<Integer> quick = quick(arguments);
        System.exit(quick == null ? Main.execute(arguments) : run(quick));
    }

    /**
     * Names the implementation of channels that Java takes in any case, where there is that one.
     * Java would open every jar of the class path to look for another, for a fifth of the time that
     * a call takes.
     */
    static void nameChannels() {
        if (System.getProperty(CHANNELS) == null) {
            try {
                Class<?> ignored = Class.forName(CHANNELS_OF_LINUX, false, null);
                System.setProperty(CHANNELS, CHANNELS_OF_LINUX);
            } catch (ClassNotFoundException e) {
                // Another system, or another Java: it looks for itself.
            }
        }
    }

    /** The command, or null if picocli has to read the line. */
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
        return null;
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

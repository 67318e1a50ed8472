package org.vexhost.distribution.admin.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.jline.builtins.Options;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * Gogo's commands for text and files, with readable error messages. In addition, {@code grep} can
 * count, {@code watch} has an interval, and {@code ls} escapes control characters in names.
 */
public final class ShellPosix extends Posix {

    private static final String[] WATCH_USAGE = {
        "watch - runs a command again and again and shows what it prints",
        "Usage: watch [OPTIONS] COMMAND",
        "  -? --help                    Show help",
        "  -n --interval=SECONDS        Seconds between two runs; default 1",
        "  -a --append                  Do not clear the screen"
    };

    private final CommandProcessor processor;

    /** Creates the commands for all sessions of a processor. */
    public ShellPosix(CommandProcessor processor) {
        super(processor);
        this.processor = processor;
    }

    @Override
    public void _main(CommandSession session, String[] arguments) {
        Process process = Process.Utils.current();
        try {
            run(session, process, arguments);
        } catch (HelpException e) {
            process.out().println(e.getMessage());
        } catch (Exception e) {
            Failure failure = Failure.of(e, List.of());
            if (!failure.text().isEmpty()) {
                String text = failure.text();
                String name = arguments[0] + ": ";
                process.err().println(text.startsWith(name) ? text : name + text);
            }
            process.error(failure.status());
        }
    }

    @Override
    protected void grep(CommandSession session, Process process, String[] arguments)
            throws Exception {
        Options options = options(Grep.USAGE, arguments, false);
        process.error(Grep.run(options, process, session.currentDir()));
    }

    @Override
    protected void ls(CommandSession session, Process process, String[] arguments)
            throws Exception {
        for (int i = 1; i < arguments.length; i++) {
            if (!arguments[i].startsWith("-")
                    && !Files.exists(session.currentDir().resolve(arguments[i]))) {
                throw new NoSuchFileException(arguments[i]);
            }
        }
        // Colours are written as control characters. They could not be distinguished from control
        // characters in file names.
        List<String> plain = new ArrayList<>(Arrays.asList(arguments));
        plain.add(1, "--color=never");
        boolean formatted =
                plain.stream().anyMatch(each -> each.matches("-[a-zA-Z]*[lmxC][a-zA-Z]*"));
        if (!formatted) {
            plain.add(1, "-1");
        }
        super.ls(session, new PrintableProcess(process, formatted), plain.toArray(String[]::new));
    }

    private static Options options(String[] usage, String[] arguments, boolean optionsFirst)
            throws HelpException {
        Options options =
                Options.compile(usage)
                        .setOptionsFirst(optionsFirst)
                        .parse(Arrays.copyOfRange(arguments, 1, arguments.length));
        if (options.isSet("help")) {
            throw new HelpException(String.join("\n", usage));
        }
        return options;
    }

    @Override
    protected void watch(CommandSession session, Process process, String[] arguments)
            throws Exception {
        Options options = options(WATCH_USAGE, arguments, true);
        if (options.args().isEmpty()) {
            throw new IllegalArgumentException(
                    "COMMAND is missing; usage: watch [-n SECONDS] COMMAND");
        }
        int seconds = options.isSet("interval") ? options.getNumber("interval") : 1;
        String command =
                options.args().size() == 1
                        ? options.args().get(0)
                        : options.args().stream()
                                .map(Escaping::word)
                                .collect(Collectors.joining(" "));
        Terminal terminal = Shell.getTerminal(session);
        // The command runs on another thread, because this thread's output is redirected into this
        // command's pipe.
        ExecutorService runner = Executors.newSingleThreadExecutor();
        Attributes before = terminal.enterRawMode();
        try {
            int key = NonBlockingReader.READ_EXPIRED;
            while (key == NonBlockingReader.READ_EXPIRED) {
                String text = runner.submit(() -> printed(session, command)).get();
                if (options.isSet("append") || !terminal.puts(Capability.clear_screen)) {
                    terminal.writer().println();
                }
                terminal.writer().print(text);
                terminal.writer().flush();
                key = terminal.reader().read(Math.max(1, seconds) * 1_000L);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("command cannot be run", e);
        } finally {
            runner.shutdownNow();
            terminal.setAttributes(before);
        }
    }

    private String printed(CommandSession session, String command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (CommandSession own =
                processor.createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            ((CommandSessionImpl) session)
                    .getVariables()
                    .forEach(
                            (name, value) -> {
                                if (!name.startsWith("#")) {
                                    own.put(name, value);
                                }
                            });
            int ignored =
                    new Statements(own, out::println, failure -> out.println(failure.text()))
                            .run(command);
        } catch (ExitRequest e) {
            out.println("exit: not available within watch");
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

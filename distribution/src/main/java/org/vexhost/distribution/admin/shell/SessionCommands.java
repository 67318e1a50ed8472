package org.vexhost.distribution.admin.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.vexhost.api.MessageText;

/** The commands that control the session itself. Gogo finds the public methods by name. */
public final class SessionCommands {

    private static final int MAX_SCRIPT_BYTES = 1 << 20;

    private final Help help;

    /** Creates the commands for all sessions. */
    public SessionCommands(Help help) {
        this.help = help;
    }

    /** Ends the session. */
    public void exit(String[] arguments) throws ExitRequest {
        if (arguments.length > 1) {
            throw new IllegalArgumentException("exit takes one status; usage: exit [STATUS]");
        }
        throw new ExitRequest(arguments.length == 0 ? 0 : status(arguments[0]));
    }

    /** The same as {@link #exit}. */
    public void quit(String[] arguments) throws ExitRequest {
        exit(arguments);
    }

    /** The same as {@link #exit}. */
    public void logout(String[] arguments) throws ExitRequest {
        exit(arguments);
    }

    private static int status(String text) {
        try {
            int status = Integer.parseInt(text);
            if (status >= 0 && status <= 255) {
                return status;
            }
        } catch (NumberFormatException e) {
            // The exception below reports this.
        }
        throw new IllegalArgumentException(
                "exit status is not a number from 0 to 255 [%s]"
                        .formatted(MessageText.quote(text)));
    }

    /** Runs a script in this session. */
    public void source(CommandSession session, String[] arguments) throws Exception {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("source takes one file; usage: source FILE");
        }
        String script = read(session.currentDir().resolve(arguments[0]));
        PrintStream out = Process.Utils.current().out();
        List<Failure> failures = new ArrayList<>();
        int status = new Statements(session, out::println, failures::add).run(script);
        for (Failure failure : failures) {
            throw new ScriptFailure(
                    new Failure(
                            "%s: %s"
                                    .formatted(
                                            MessageText.escape(arguments[0], 200), failure.text()),
                            failure.status()));
        }
        Process.Utils.current().error(status);
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MAX_SCRIPT_BYTES) {
            throw new IOException("script exceeds %d bytes".formatted(MAX_SCRIPT_BYTES));
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** Lists all commands, or explains one command. */
    public void help(CommandSession session, String[] arguments) throws Exception {
        PrintStream out = Process.Utils.current().out();
        if (arguments.length == 0) {
            help.list(session, out);
        } else {
            help.explain(session, arguments[0], out);
        }
    }
}

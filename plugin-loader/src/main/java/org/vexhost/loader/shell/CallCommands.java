package org.vexhost.loader.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.InvalidJsonException;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.loader.shell.command.Arguments;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.loader.shell.text.TerminalText;

/** The command that calls a tool from the shell. */
@Component(service = CallCommands.class)
public final class CallCommands {

    private final ToolExecutor executor;

    /** Called by Declarative Services. */
    @Activate
    public CallCommands(@Reference ToolExecutor executor) {
        this.executor = executor;
    }

    List<VexCommand> commands() {
        return List.of(
                VexCommand.named("call")
                        .summary("calls a tool and prints its result")
                        .word("NAME", "the tool's name")
                        .optionalWord("JSON", "the arguments in single quotes, or @FILE; else {}")
                        .flag('f', "full", "prints version, fuel, memory and times as well")
                        .example("vex:call text-stats '{\"text\":\"Hello, world.\"}'")
                        .example("vex:call --full text-stats @/tmp/arguments.json")
                        .prints(this::call));
    }

    private String call(Arguments line) throws ToolException, IOException {
        Optional<String> json = line.optionalWord(1);
        Json arguments = json.isPresent() ? parse(line, json.get()) : Json.EMPTY_OBJECT;
        return answer(
                executor.execute(line.word(0), ToolCall.of(arguments, line.caller())),
                line.has("full"));
    }

    private static String answer(ToolResult result, boolean full) {
        return TerminalText.json(full ? result.toJson().text() : result.output().text());
    }

    /**
     * Parses the arguments of a call. If the JSON has no quotes around it, the shell reads an
     * object as a closure and removes the quotes of its strings.
     */
    private static Json parse(Arguments line, String text) throws IOException {
        try {
            return text.startsWith("@")
                    ? Json.parse(read(line.path(text.substring(1))))
                    : Json.parse(text);
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException(
                    "arguments are not JSON; put them in single quotes [%s]"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > Json.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "file %s exceeds the size of %s bytes [%d]"
                            .formatted(
                                    MessageText.quote(file.toString()),
                                    MessageText.bytes(Json.MAX_BYTES),
                                    bytes));
        }
        return Files.readAllBytes(file);
    }
}

package org.vexhost.loader.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
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

/** Calling tools from the shell. */
@Component(
        service = CallCommands.class,
        property = {"osgi.command.scope=vex", "osgi.command.function=call"})
public final class CallCommands {

    private static final String CALLER = "shell";

    private final ToolExecutor executor;

    /** Called by Declarative Services. */
    @Activate
    public CallCommands(@Reference ToolExecutor executor) {
        this.executor = executor;
    }

    /** A call without arguments. */
    @Descriptor("calls a tool with {}")
    public String call(
            @Descriptor("prints fuel, memory and times as well")
                    @Parameter(
                            names = {"-f", "--full"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean full,
            @Descriptor("the tool's name") String name)
            throws ToolException {
        return answer(executor.execute(name, ToolCall.of(Json.EMPTY_OBJECT, CALLER)), full);
    }

    /** A call. */
    @Descriptor("calls a tool and prints its result")
    public String call(
            @Descriptor("prints fuel, memory and times as well")
                    @Parameter(
                            names = {"-f", "--full"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean full,
            @Descriptor("the tool's name") String name,
            @Descriptor("the arguments as JSON in single quotes, or @FILE") Object arguments)
            throws ToolException, IOException {
        return answer(executor.execute(name, ToolCall.of(parse(arguments), CALLER)), full);
    }

    private static String answer(ToolResult result, boolean full) {
        return TerminalText.json(full ? result.toJson().text() : result.output().text());
    }

    /** Without quotes the shell takes an object for a closure, and its strings lose theirs. */
    private static Json parse(Object arguments) throws IOException {
        String text = arguments.toString();
        try {
            return text.startsWith("@") ? Json.parse(read(text.substring(1))) : Json.parse(text);
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException(
                    "arguments are not JSON; put them in single quotes [%s]"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static byte[] read(String file) throws IOException {
        try {
            Path path = Path.of(file);
            long bytes = Files.size(path);
            if (bytes > Json.MAX_BYTES) {
                throw new IllegalArgumentException(
                        "file %s exceeds the size of %s bytes [%d]"
                                .formatted(
                                        MessageText.quote(file),
                                        MessageText.bytes(Json.MAX_BYTES),
                                        bytes));
            }
            return Files.readAllBytes(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "file name is not a path [%s]".formatted(MessageText.quote(file)), e);
        }
    }
}

package org.vexhost.loader.shell;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.loader.shell.command.Arguments;
import org.vexhost.loader.shell.command.Outcome;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.loader.shell.text.TerminalText;

/** The commands that start and stop the serving of tools: deploy, undeploy, enable, disable. */
@Component(service = LifecycleCommands.class)
public final class LifecycleCommands {

    private static final Duration DEFAULT_WAIT = Duration.ofMinutes(1);
    private static final Duration MAX_WAIT = Duration.ofDays(1);
    private static final int UNAVAILABLE = 5;

    private final ToolAdministration tools;

    /** Called by Declarative Services. */
    @Activate
    public LifecycleCommands(@Reference ToolAdministration tools) {
        this.tools = tools;
    }

    List<VexCommand> commands() {
        return List.of(
                VexCommand.named("deploy")
                        .summary("copies a tool into the tools folder and waits for the result")
                        .word(
                                "FILE",
                                "a .wasm, a NAME.tool.json, a folder or a jar, on the host's"
                                        + " machine")
                        .option(
                                'w',
                                "wait",
                                "TIME",
                                "waits for a decision: 60 s, or a TIME like 5m, 90 or 0")
                        .example("vex:deploy /tmp/text-stats.wasm")
                        .example("vex:deploy --wait=5m /tmp/python.tool.json")
                        .runs(this::deploy),
                VexCommand.named("undeploy")
                        .summary("removes a tool's files, after its calls have ended")
                        .word("NAME", "the tool's name, or its artifact's")
                        .example("vex:undeploy text-stats")
                        .prints(this::undeploy),
                VexCommand.named("enable")
                        .summary("brings a disabled tool back")
                        .word("NAME", "the tool's name")
                        .example("vex:enable text-stats")
                        .prints(this::enable),
                VexCommand.named("disable")
                        .summary("takes a tool out of service, after its calls have ended")
                        .word("NAME", "the tool's name; it stays disabled after a restart")
                        .example("vex:disable text-stats")
                        .prints(this::disable));
    }

    private Outcome deploy(Arguments line) throws AdministrationException, InterruptedException {
        ToolStatus status =
                tools.as(line.caller()).deploy(line.path(line.word(0)), wait(line)).status();
        String name = TerminalText.line(status.tool(), 64);
        String version = status.version().map(each -> " " + each).orElse("");
        String state = "%s%s is %s".formatted(name, version, status.state());
        String text = status.reason().isEmpty() ? state : state + ": " + status.reason();
        return switch (status.state()) {
            case ACTIVE -> Outcome.of(text);
            case FAILED -> throw new AdministrationException(Reason.INVALID, text);
            default -> new Outcome(text, UNAVAILABLE);
        };
    }

    private static Duration wait(Arguments line) {
        Optional<String> time = line.option("wait");
        if (time.isEmpty()) {
            return DEFAULT_WAIT;
        }
        return WaitTime.parse(time.get())
                .filter(each -> each.compareTo(MAX_WAIT) <= 0)
                .orElseThrow(
                        () ->
                                line.wrong(
                                        "%s is not a time like 90, 90s, 5m or PT1M30S, up to a day"
                                                .formatted(MessageText.quote(time.get()))));
    }

    private String undeploy(Arguments line) throws AdministrationException, InterruptedException {
        return tools.as(line.caller()).undeploy(line.word(0)).stream()
                .map(each -> "removed " + MessageText.escape(each.toString(), 4_096))
                .collect(Collectors.joining("\n"));
    }

    private String enable(Arguments line) throws AdministrationException, InterruptedException {
        tools.as(line.caller()).enable(line.word(0));
        return TerminalText.line(line.word(0), 64) + " is enabled";
    }

    private String disable(Arguments line) throws AdministrationException, InterruptedException {
        tools.as(line.caller()).disable(line.word(0));
        return TerminalText.line(line.word(0), 64) + " is disabled";
    }
}

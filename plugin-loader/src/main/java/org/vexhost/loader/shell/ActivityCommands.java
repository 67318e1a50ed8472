package org.vexhost.loader.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.ToolException;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.CallRecord;
import org.vexhost.api.admin.EventLog;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.loader.shell.command.Arguments;
import org.vexhost.loader.shell.command.NumberOption;
import org.vexhost.loader.shell.command.Screen;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.loader.shell.text.CallsText;
import org.vexhost.loader.shell.text.ConsumptionText;
import org.vexhost.loader.shell.text.EventText;

/** The commands that show current activity: top, calls, fuel, watch. */
@Component(service = ActivityCommands.class)
public final class ActivityCommands {

    private static final NumberOption INTERVAL = new NumberOption("interval", 1, 3_600, 1);
    private static final NumberOption ROUNDS = new NumberOption("rounds", 1, 1_000_000, 1);
    private static final NumberOption CALLS = new NumberOption("count", 1, 10_000, 20);
    private static final NumberOption EVENTS =
            new NumberOption("count", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    private static final NumberOption SINCE =
            new NumberOption("since", 0, Long.MAX_VALUE / 10, Long.MAX_VALUE / 10);
    private static final long POLL_MILLIS = 100;
    private static final int BATCH = 64;

    private final ToolAdministration tools;

    /** Called by Declarative Services. */
    @Activate
    public ActivityCommands(@Reference ToolAdministration tools) {
        this.tools = tools;
    }

    List<VexCommand> commands() {
        return List.of(
                VexCommand.named("top")
                        .summary("shows which tools use the host now, the busiest first")
                        .values(
                                'i',
                                "interval",
                                "SECONDS",
                                "measures for so long: 1 to 3600; else 1")
                        .values('n', "rounds", "COUNT", "measures so often; else once")
                        .json()
                        .example("vex:top -i 5")
                        .example("watch -n 1 vex:top")
                        .prints(this::top),
                VexCommand.named("calls")
                        .summary("lists the latest calls that ended, the last first")
                        .optionalWord("NAME", "the tool's name; else of all tools")
                        .values('n', "count", "COUNT", "at most so many; else 20")
                        .json()
                        .example("vex:calls text-stats")
                        .prints(line -> calls(line)),
                VexCommand.named("fuel")
                        .summary("shows how much fuel, time and memory calls of a tool took")
                        .word("NAME", "the tool's name")
                        .json()
                        .example("vex:fuel text-stats")
                        .prints(line -> fuel(line.word(0), line.has("json"))),
                VexCommand.named("watch")
                        .summary(
                                "prints what happens to tools, and to trust in them, as it happens")
                        .values(
                                's',
                                "since",
                                "NUMBER",
                                "begins after this event; 0 with the oldest")
                        .values('n', "count", "COUNT", "ends after so many events")
                        .json()
                        .example("vex:watch --since 0")
                        .prints(this::watch));
    }

    private void top(Arguments line, Screen screen) throws InterruptedException {
        Duration interval = Duration.ofSeconds(INTERVAL.of(line));
        LoadSample before = LoadSample.take(tools);
        for (long round = ROUNDS.of(line); round > 0 && screen.isOpen(); round--) {
            Thread.sleep(interval.toMillis());
            LoadSample now = LoadSample.take(tools);
            screen.print(
                    line.has("json") ? now.json(before) : now.text(before, ROUNDS.of(line) > 1));
            before = now;
        }
    }

    private String calls(Arguments line) throws ToolException {
        Optional<String> name = line.optionalWord(0);
        int count = (int) CALLS.of(line);
        List<CallRecord> calls =
                name.isPresent() ? tools.recentCalls(name.get(), count) : tools.recentCalls(count);
        if (calls.isEmpty() && name.isPresent()) {
            ToolInfo ignored = ShellErrors.require(tools, name.get());
        }
        if (line.has("json")) {
            return CallsText.json(calls);
        }
        return calls.isEmpty() ? "no calls" : CallsText.render(calls, Instant.now());
    }

    private String fuel(String name, boolean json) throws ToolException {
        ToolInfo tool = ShellErrors.require(tools, name);
        return json
                ? ConsumptionText.json(tool, tools.calls(tool.name()))
                : ConsumptionText.render(tool, tools.calls(tool.name()));
    }

    /** Prints events until the command is interrupted or its output is closed. */
    private void watch(Arguments line, Screen screen) throws InterruptedException {
        EventLog events = tools.events();
        long seen = line.has("since") ? SINCE.of(line) : events.lastSequence();
        long left = EVENTS.of(line);
        while (left > 0 && screen.isOpen()) {
            List<AdminEvent> news = events.after(seen, (int) Math.min(left, BATCH));
            for (AdminEvent event : news) {
                screen.print(line.has("json") ? EventText.json(event) : EventText.line(event));
                seen = event.sequence();
                left--;
            }
            if (news.isEmpty()) {
                Thread.sleep(POLL_MILLIS);
            }
        }
    }
}

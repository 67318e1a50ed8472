package org.vexhost.loader.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.LogTail;
import org.vexhost.api.admin.Settings;
import org.vexhost.api.admin.ThreadOverview;
import org.vexhost.loader.shell.command.Arguments;
import org.vexhost.loader.shell.command.NumberOption;
import org.vexhost.loader.shell.command.Screen;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.loader.shell.text.LogText;
import org.vexhost.loader.shell.text.SettingsText;
import org.vexhost.loader.shell.text.ThreadsText;

/** The commands about the host's process: logs, config, threads. Other modules supply the data. */
@Component(service = HostCommands.class)
public final class HostCommands {

    private static final NumberOption LINES = new NumberOption("lines", 0, 100_000, 50);
    private static final long POLL_MILLIS = 100;
    private static final int BATCH = 256;

    private volatile @Nullable LogTail log;
    private volatile @Nullable ThreadOverview threads;
    private final List<Settings> settings = new CopyOnWriteArrayList<>();

    /** Called by Declarative Services. */
    @Activate
    public HostCommands() {}

    /** Sets the log. Called by Declarative Services. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setLog(LogTail installed) {
        log = installed;
    }

    /** Removes the log. Called by Declarative Services. */
    public void unsetLog(LogTail gone) {
        if (log == gone) {
            log = null;
        }
    }

    /** Sets the source of thread data. Called by Declarative Services. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setThreads(ThreadOverview installed) {
        threads = installed;
    }

    /** Removes the source of thread data. Called by Declarative Services. */
    public void unsetThreads(ThreadOverview gone) {
        if (threads == gone) {
            threads = null;
        }
    }

    /** Adds a module's settings. Called by Declarative Services. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void addSettings(Settings added) {
        settings.add(added);
    }

    /** Removes a module's settings. Called by Declarative Services. */
    public void removeSettings(Settings removed) {
        settings.remove(removed);
    }

    List<VexCommand> commands() {
        return List.of(
                VexCommand.named("logs")
                        .summary("prints the latest lines of the log, of one tool or all")
                        .optionalWord("NAME", "the tool that wrote them, or that they are about")
                        .flag(
                                'f',
                                "follow",
                                "prints new lines as they come, until it is interrupted")
                        .values('n', "lines", "COUNT", "at most so many old ones; else 50")
                        .values(
                                'l',
                                "level",
                                "LEVEL",
                                "this level and above: DEBUG, INFO, WARN, ERROR")
                        .json()
                        .example("vex:logs -f text-stats")
                        .example("vex:logs --level WARN")
                        .prints(this::logs),
                VexCommand.named("config")
                        .summary(
                                "shows the settings in force, their defaults, and what is configured")
                        .optionalWord("PID", "a configuration, or the beginning of one")
                        .flag('c', "configured", "only what an operator configured")
                        .json()
                        .example("vex:config org.vexhost.host")
                        .prints(this::config),
                VexCommand.named("threads")
                        .summary("shows the threads of the host by kind, and what they do")
                        .flag('a', "all", "each thread, with the method that it is in")
                        .json()
                        .example("vex:threads --all | grep vexhost-deploy")
                        .prints(line -> threads(line)));
    }

    private static AdministrationException absent(String what, String who) {
        return new AdministrationException(
                Reason.NOT_FOUND,
                "%s is not installed; no module of this host %s".formatted(what, who));
    }

    private void logs(Arguments line, Screen screen)
            throws AdministrationException, InterruptedException {
        LogTail tail = log;
        if (tail == null) {
            throw absent("the log's tail", "keeps lines of its log");
        }
        Predicate<LogTail.Line> wanted = wanted(line);
        int count = (int) LINES.of(line);
        long seen = 0;
        List<LogTail.Line> old = new ArrayList<>();
        for (LogTail.Line each : tail.after(0, Integer.MAX_VALUE)) {
            seen = each.sequence();
            if (wanted.test(each)) {
                old.add(each);
            }
        }
        old.subList(Math.max(0, old.size() - count), old.size())
                .forEach(each -> print(line, screen, each));
        while (line.has("follow") && screen.isOpen()) {
            List<LogTail.Line> news = tail.after(seen, BATCH);
            for (LogTail.Line each : news) {
                seen = each.sequence();
                if (wanted.test(each)) {
                    print(line, screen, each);
                }
            }
            if (news.isEmpty()) {
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private static void print(Arguments line, Screen screen, LogTail.Line each) {
        screen.print(line.has("json") ? LogText.json(each) : LogText.line(each));
    }

    private static Predicate<LogTail.Line> wanted(Arguments line) {
        Optional<String> name = line.optionalWord(0);
        if (name.isPresent() && !ToolDefinition.NAME.matcher(name.get()).matches()) {
            throw line.wrong("%s is not a tool's name".formatted(MessageText.quote(name.get())));
        }
        LogTail.Level least = level(line);
        return each ->
                each.level().compareTo(least) >= 0 && (name.isEmpty() || each.tool().equals(name));
    }

    private static LogTail.Level level(Arguments line) {
        String word = line.option("level").orElse("DEBUG");
        return Arrays.stream(LogTail.Level.values())
                .filter(each -> each.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                line.wrong(
                                        "%s is not DEBUG, INFO, WARN or ERROR"
                                                .formatted(MessageText.quote(word))));
    }

    private String config(Arguments line) throws AdministrationException {
        if (settings.isEmpty()) {
            throw absent("the overview of settings", "tells of its settings");
        }
        String pid = line.optionalWord(0).orElse("");
        List<Settings.Setting> found =
                settings.stream()
                        .flatMap(each -> each.current().stream())
                        .filter(each -> each.pid().startsWith(pid))
                        .filter(
                                each ->
                                        !line.has("configured")
                                                || each.source() == Settings.Source.CONFIGURED)
                        .sorted(Comparator.comparing(Settings.Setting::pid))
                        .toList();
        return line.has("json") ? SettingsText.json(found) : SettingsText.render(found);
    }

    private String threads(Arguments line) throws AdministrationException {
        ThreadOverview overview = threads;
        if (overview == null) {
            throw absent("the overview of threads", "tells of its threads");
        }
        List<ThreadOverview.ThreadFacts> all = overview.threads();
        if (line.has("json")) {
            return ThreadsText.json(all);
        }
        return line.has("all") ? ThreadsText.each(all) : ThreadsText.groups(all);
    }
}

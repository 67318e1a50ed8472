package org.vexhost.loader.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.CallerInfo;
import org.vexhost.loader.shell.command.Arguments;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.loader.shell.text.TerminalText;
import org.vexhost.loader.shell.text.TextTable;

/** The commands for network callers. They work if a module administers callers. */
@Component(service = CallerCommands.class)
public final class CallerCommands {

    private static final int MAX_NAME_LENGTH = 64;

    private volatile @Nullable CallerAdministration administration;

    /** Called by Declarative Services. */
    @Activate
    public CallerCommands() {}

    /** Sets the administration of callers. Called by Declarative Services. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setAdministration(CallerAdministration installed) {
        administration = installed;
    }

    /** Removes the administration of callers. Called by Declarative Services. */
    public void unsetAdministration(CallerAdministration gone) {
        if (administration == gone) {
            administration = null;
        }
    }

    List<VexCommand> commands() {
        return List.of(
                VexCommand.named("caller")
                        .summary("lists, adds, renews and removes callers over the network")
                        .word("VERB", "list, add, renew or remove")
                        .optionalWord("NAME", "the caller's name")
                        .moreWords("TOOL", "with add: patterns of the tools that it may call")
                        .option('r', "role", "ROLES", "with add: call,monitor,operator; else call")
                        .example("vex:caller list")
                        .example("vex:caller add reports 'csv-*' text-stats")
                        .example("vex:caller add --role=monitor,call dashboard")
                        .prints(this::run));
    }

    private CallerAdministration installed() throws AdministrationException {
        CallerAdministration now = administration;
        if (now == null) {
            throw new AdministrationException(
                    AdministrationException.Reason.NOT_FOUND,
                    "administration of callers is not installed; no module of this host recognises"
                            + " callers over the network");
        }
        return now;
    }

    private String run(Arguments line) throws AdministrationException {
        String verb = line.word(0);
        CallerAdministration callers = installed();
        return switch (verb) {
            case "list" -> list(callers.callers());
            case "add" ->
                    token(callers.add(line.caller(), name(line), line.wordsFrom(2), roles(line)));
            case "renew" -> token(callers.renew(line.caller(), name(line)));
            case "remove" -> {
                callers.remove(line.caller(), name(line));
                yield "caller '%s' is removed".formatted(name(line));
            }
            default ->
                    throw line.wrong(
                            "'%s' is not list, add, renew or remove"
                                    .formatted(TerminalText.line(verb, MAX_NAME_LENGTH)));
        };
    }

    private static String name(Arguments line) {
        return line.optionalWord(1).orElseThrow(() -> line.wrong("NAME is missing"));
    }

    private static List<CallerInfo.Role> roles(Arguments line) {
        return line.option("role")
                .map(
                        text ->
                                Arrays.stream(text.split(",", -1))
                                        .map(each -> role(line, each))
                                        .toList())
                .orElse(List.of(CallerInfo.Role.CALL));
    }

    private static CallerInfo.Role role(Arguments line, String text) {
        for (CallerInfo.Role role : CallerInfo.Role.values()) {
            if (key(role).equals(text)) {
                return role;
            }
        }
        throw line.wrong(
                "'%s' is not a role: call, monitor or operator"
                        .formatted(TerminalText.line(text, MAX_NAME_LENGTH)));
    }

    private static String key(CallerInfo.Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String token(String token) {
        return "token, shown here once and kept nowhere: " + token;
    }

    private static String list(List<CallerInfo> callers) {
        if (callers.isEmpty()) {
            return "no callers";
        }
        TextTable table =
                new TextTable("NAME", "METHOD", "ROLES", "TOOLS", "FUEL TODAY", "PROBLEM");
        for (CallerInfo caller : callers) {
            table.row(
                    TerminalText.line(caller.name(), MAX_NAME_LENGTH),
                    caller.method(),
                    caller.roles().stream()
                            .sorted()
                            .map(CallerCommands::key)
                            .collect(Collectors.joining(",")),
                    caller.tools().isEmpty()
                            ? "all"
                            : TerminalText.line(String.join(" ", caller.tools()), 200),
                    fuel(caller.fuelUsedToday(), caller.fuelPerDay()),
                    TerminalText.line(caller.problem().orElse(""), 200));
        }
        return table.render();
    }

    private static String fuel(long used, OptionalLong max) {
        return max.isPresent() ? used + " of " + max.getAsLong() : Long.toString(used);
    }
}

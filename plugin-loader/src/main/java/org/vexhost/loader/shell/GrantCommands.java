package org.vexhost.loader.shell;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.ToolException;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.DenialInfo;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.ToolOperations;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.loader.shell.command.Arguments;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.loader.shell.text.DetailsText;
import org.vexhost.loader.shell.text.GrantedText;
import org.vexhost.loader.shell.text.GrantsJson;
import org.vexhost.loader.shell.text.TerminalText;
import org.vexhost.loader.shell.text.TextTable;
import org.vexhost.loader.shell.words.GrantWords;

/** The commands for capabilities: grants, grant, revoke, approve, denials. */
@Component(service = GrantCommands.class)
public final class GrantCommands {

    private final ToolAdministration tools;

    /** Called by Declarative Services. */
    @Activate
    public GrantCommands(@Reference ToolAdministration tools) {
        this.tools = tools;
    }

    List<VexCommand> commands() {
        return List.of(
                VexCommand.named("grants")
                        .summary(
                                "shows what a tool asks for, and what was granted to which"
                                        + " artifact")
                        .word("NAME", "the tool's name")
                        .json()
                        .example("vex:grants word-index")
                        .prints(line -> grants(line.word(0), line.has("json"))),
                new GrantCommand(tools).command(),
                VexCommand.named("revoke")
                        .summary("takes grants back, also from calls in flight, before it returns")
                        .word("NAME", "the tool's name")
                        .optionalWord("CAPABILITY", GrantWords.choice() + "; else all")
                        .moreWords(
                                "VALUE",
                                "variables, guest directories, origins, ranges or\nsecrets; else all of it")
                        .example("vex:revoke word-index fileSystem /data")
                        .example("vex:revoke word-index")
                        .prints(this::revoke),
                VexCommand.named("approve")
                        .summary("lets an update serve that waits, and shows what it changes")
                        .word("NAME", "the tool's name")
                        .optionalWord(
                                "SHA256",
                                "the artifact's digest as --dry-run shows it: that\n"
                                        + "artifact and no other")
                        .option('d', Digest.OPTION, "SHA256", Digest.HELP)
                        .flag('n', "dry-run", "shows the change and approves nothing")
                        .example("vex:approve --dry-run word-index")
                        .prints(this::approve),
                VexCommand.named("denials")
                        .summary(
                                "shows what a tool was denied since the start, and what would allow"
                                        + " it")
                        .word("NAME", "the tool's name")
                        .json()
                        .example("vex:denials word-index")
                        .prints(line -> denials(line.word(0), line.has("json"))));
    }

    private String grants(String name, boolean json) throws ToolException {
        Optional<ToolInfo> tool = tools.tool(name).filter(ToolInfo::owner);
        GrantsInfo granted = tools.grants(name);
        if (tool.isEmpty() && granted.grants().isEmpty()) {
            throw ShellErrors.notFound(name);
        }
        Optional<VersionInfo> newest = tool.flatMap(ToolInfo::newest);
        List<String> warnings =
                newest.map(each -> tools.schemaWarnings(each.definition())).orElse(List.of());
        if (json) {
            return GrantsJson.grants(name, tool, warnings, granted);
        }
        TextTable table = new TextTable("", "").row("tool", TerminalText.line(name, 64));
        newest.ifPresent(
                known -> {
                    table.row("version", known.definition().version());
                    DetailsText.append(table, known, warnings);
                });
        for (MissingCapability missing : tool.map(ToolInfo::missing).orElse(List.of())) {
            table.row(
                    "missing",
                    TerminalText.line(
                            missing.capability().key() + " " + String.join(", ", missing.values()),
                            300));
        }
        GrantedText.append(table, granted);
        return table.render() + newest.map(DetailsText::schemas).orElse("");
    }

    private String revoke(Arguments line) throws AdministrationException, InterruptedException {
        String name = line.word(0);
        Optional<String> capability = line.optionalWord(1);
        ToolOperations operations = tools.as(line.caller());
        if (capability.isEmpty()) {
            return revokeAll(operations, name);
        }
        Capability kind = GrantWords.of(capability.get()).capability();
        return GrantedText.of(operations.revoke(name, kind, line.wordsFrom(2)));
    }

    private String revokeAll(ToolOperations operations, String name)
            throws AdministrationException, InterruptedException {
        Set<Capability> granted = new LinkedHashSet<>();
        tools.grants(name).grants().forEach(grant -> granted.add(grant.capability()));
        @Nullable AdministrationException problem = null;
        for (Capability kind : granted) {
            try {
                GrantsInfo ignored = operations.revoke(name, kind, List.of());
            } catch (AdministrationException e) {
                // The command continues: this revocation could not be saved, but it is in force
                // until the host restarts, and the other capabilities must still be revoked.
                problem = e;
            }
        }
        if (problem != null) {
            throw problem;
        }
        return GrantedText.of(tools.grants(name));
    }

    private String approve(Arguments line) throws AdministrationException, InterruptedException {
        Optional<String> digest = line.optionalWord(1).map(Digest::parse);
        digest = digest.isPresent() ? digest : Digest.option(line);
        Approval approval = Approval.of(tools, line.word(0), digest);
        return line.has("dry-run") ? approval.preview() : approval.approve(line.caller());
    }

    private String denials(String name, boolean json) throws ToolException {
        List<DenialInfo> denials = tools.denials(name);
        if (denials.isEmpty()) {
            ShellErrors.require(tools, name);
        }
        if (json) {
            return GrantsJson.denials(denials);
        }
        if (denials.isEmpty()) {
            return "Tool '%s' was denied nothing".formatted(TerminalText.line(name, 64));
        }
        Instant now = Instant.now();
        TextTable table = new TextTable("FUNCTION", "CAPABILITY", "COUNT", "LAST", "WHAT");
        for (DenialInfo denial : denials) {
            table.row(
                    denial.function(),
                    denial.capability().key(),
                    Long.toString(denial.count()),
                    TerminalText.ago(denial.last(), now),
                    String.join(", ", denial.subjects()));
            denial.commands().forEach(command -> table.note("to allow: " + command));
        }
        return table.render();
    }
}

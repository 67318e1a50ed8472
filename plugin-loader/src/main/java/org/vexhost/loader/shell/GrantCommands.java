package org.vexhost.loader.shell;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import org.vexhost.api.ToolException;
import org.vexhost.loader.capability.CapabilityType;
import org.vexhost.loader.capability.CapabilityTypes;
import org.vexhost.loader.capability.GrantOption;
import org.vexhost.loader.capability.OwnFolder;
import org.vexhost.loader.denial.Denials;
import org.vexhost.loader.denial.GrantHint;
import org.vexhost.loader.deploy.operator.AdminException;
import org.vexhost.loader.deploy.operator.ToolAdmin;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.GrantText;
import org.vexhost.loader.grant.HostEnvironment;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;
import org.vexhost.loader.shell.command.Arguments;
import org.vexhost.loader.shell.command.VexCommand;

/** What tools may do beyond computing: grants, grant, revoke, approve, denials. */
@Component(service = GrantCommands.class)
public final class GrantCommands {

    private static final List<CapabilityType> GRANTABLE = CapabilityTypes.all().grantable();
    private static final String CAPABILITY = CapabilityTypes.choice(GRANTABLE);

    private final ToolRegistry registry;
    private final ToolAdmin admin;
    private final Denials denials;

    /** Called by Declarative Services. */
    @Activate
    public GrantCommands(
            @Reference ToolRegistry registry,
            @Reference ToolAdmin admin,
            @Reference Denials denials) {
        this.registry = registry;
        this.admin = admin;
        this.denials = denials;
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
                grantCommand(),
                VexCommand.named("revoke")
                        .summary("takes grants back, also from calls in flight, before it returns")
                        .word("NAME", "the tool's name")
                        .optionalWord("CAPABILITY", CAPABILITY + "; else all")
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

    private VexCommand grantCommand() {
        VexCommand.Builder command =
                VexCommand.named("grant")
                        .summary(
                                "grants a capability; without values, what the tool asks for of it")
                        .word("NAME", "the tool's name")
                        .word("CAPABILITY", CAPABILITY)
                        .moreWords(
                                "VALUE",
                                GRANTABLE.stream()
                                        .flatMap(each -> each.valuesHelp().stream())
                                        .collect(Collectors.joining("\n")));
        for (CapabilityType type : GRANTABLE) {
            for (GrantOption option : type.options()) {
                command.values(option.letter(), option.name(), option.value(), option.help());
            }
        }
        return command.flag('f', "follow", "trusts later versions in advance")
                .option('d', Digest.OPTION, "SHA256", Digest.HELP)
                .example("vex:grant word-index fileSystem")
                .example("vex:grant word-index fileSystem /data=/srv/docs:ro")
                .example("vex:grant greeter environment LANG 'LC_*'")
                .example(
                        "vex:grant issues secret API_KEY --origin https://api.example.com"
                                + " --header authorization")
                .prints(this::grant);
    }

    private String grants(String name, boolean json) throws ToolException {
        Optional<ToolEntry> entry = registry.find(name);
        ToolGrants granted = admin.grants(name);
        if (entry.isEmpty() && granted.grants().isEmpty()) {
            throw ShellErrors.notFound(name);
        }
        if (json) {
            return GrantsJson.grants(name, entry, granted);
        }
        TextTable table = new TextTable("", "").row("tool", TerminalText.line(name, 64));
        Optional<ToolDetails> details = entry.flatMap(ToolEntry::details);
        details.ifPresent(
                known -> {
                    table.row("version", known.definition().version());
                    DetailsText.append(table, known);
                });
        for (MissingCapability missing : entry.map(ToolEntry::missing).orElse(List.of())) {
            table.row(
                    "missing",
                    TerminalText.line(
                            missing.capability().key() + " " + String.join(", ", missing.values()),
                            300));
        }
        append(table, granted);
        return table.render() + details.map(DetailsText::schemas).orElse("");
    }

    private static void append(TextTable table, ToolGrants granted) {
        if (granted.grants().isEmpty()) {
            table.row("granted", "nothing but computing");
        }
        for (Grant grant : granted.grants().all()) {
            String value = GrantText.value(grant);
            table.whole("granted", (grant.capability().key() + " " + value).strip());
        }
        granted.artifact().ifPresent(digest -> table.whole("granted to", digest));
        granted.module()
                .ifPresent(sha256 -> table.whole("granted to", "module " + sha256 + " alone"));
        table.row(
                "updates",
                granted.follow() == ToolGrants.Follow.TRUST_UPDATES
                        ? "trusted in advance"
                        : "wait for vex:approve");
        for (String warning :
                CapabilityTypes.all()
                        .warnings(granted.grants().all(), HostEnvironment.variables())) {
            table.row("warning", warning);
        }
    }

    /** Grants what the tool asks for, or what is written. */
    private String grant(Arguments line)
            throws ToolException, AdminException, GrantException, InterruptedException {
        String name = line.word(0);
        boolean follow = line.has("follow");
        List<String> values = line.wordsFrom(2);
        CapabilityType type = capability(line.word(1));
        List<Grant> additional = new ArrayList<>();
        Optional<String> digest = Digest.option(line);
        requireOwnOptions(line, type);
        OwnFolder<GrantException> own =
                (guest, access) -> admin.ownFolder(name, guest, access).host();
        if (values.isEmpty()) {
            ToolEntry entry = ShellErrors.require(registry, name);
            for (String value : asked(entry, type)) {
                additional.add(type.parseRequested(value, line::option, own));
            }
            // What is granted is what this artifact asks for, and no other.
            requireSame(name, digest, digest(entry));
            digest = digest(entry);
        }
        for (String value : values) {
            additional.add(type.parse(value, line::option, own));
        }
        additional.addAll(type.grantsWithoutValues());
        if (additional.isEmpty()) {
            throw new IllegalArgumentException(
                    "grant of %s names nothing, and tool '%s' asks for nothing in particular"
                            .formatted(type.key(), TerminalText.line(name, 64)));
        }
        TextTable table = new TextTable("", "");
        append(
                table,
                admin.by(line.caller().toString())
                        .grant(
                                name,
                                additional,
                                follow
                                        ? Optional.of(ToolGrants.Follow.TRUST_UPDATES)
                                        : Optional.empty(),
                                digest));
        return table.render();
    }

    private static void requireOwnOptions(Arguments line, CapabilityType type) {
        for (CapabilityType other : GRANTABLE) {
            List<GrantOption> options = other.options();
            if (other != type && options.stream().anyMatch(each -> line.has(each.name()))) {
                throw line.wrong(
                        "options %s go with capability '%s' only"
                                .formatted(
                                        options.stream()
                                                .map(each -> "--" + each.name())
                                                .collect(Collectors.joining(" and ")),
                                        other.key()));
            }
        }
    }

    private static CapabilityType capability(String word) {
        List<String> keys = capabilities();
        return Capability.find(word)
                .map(CapabilityTypes.all()::of)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "capability %s is not known [%s]%s"
                                                .formatted(
                                                        MessageText.quote(word),
                                                        String.join(", ", keys),
                                                        Suggestion.clause(word, keys))));
    }

    /** What the tool's descriptor names, as values of this command. */
    private static List<String> asked(ToolEntry entry, CapabilityType type) {
        if (!type.isGrantable()) {
            // The one value that makes it say why.
            return List.of("");
        }
        if (!type.grantsWithoutValues().isEmpty()) {
            return List.of();
        }
        List<String> missing =
                entry.missing().stream()
                        .filter(each -> each.capability() == type.capability())
                        .flatMap(each -> each.values().stream())
                        .toList();
        return missing.isEmpty()
                ? entry.details()
                        .map(details -> Requested.values(details.requested(), type.capability()))
                        .orElse(List.of())
                : missing;
    }

    private static void requireSame(String name, Optional<String> seen, Optional<String> there)
            throws AdminException {
        if (seen.isPresent() && !seen.equals(there)) {
            throw new AdminException(
                    "Another version of tool '%s' waits [%s]"
                            .formatted(
                                    TerminalText.line(name, 64),
                                    there.orElse("none that could be read")));
        }
    }

    private static Optional<String> digest(ToolEntry entry) {
        return entry.details().flatMap(ToolDetails::digest).map(ArtifactDigest::text);
    }

    private String revoke(Arguments line) throws GrantException, InterruptedException {
        String name = line.word(0);
        Optional<String> capability = line.optionalWord(1);
        if (capability.isEmpty()) {
            return revokeAll(admin.by(line.caller().toString()), name);
        }
        Capability kind = capability(capability.get()).capability();
        return rendered(admin.by(line.caller().toString()).revoke(name, kind, line.wordsFrom(2)));
    }

    private static String revokeAll(ToolAdmin admin, String name)
            throws GrantException, InterruptedException {
        Optional<GrantException> problem = Optional.empty();
        for (Capability kind : admin.grants(name).grants().capabilities()) {
            try {
                ToolGrants ignored = admin.revoke(name, kind, List.of());
            } catch (GrantException e) {
                // What cannot be written down is taken back all the same: so is the rest.
                problem = Optional.of(e);
            }
        }
        if (problem.isPresent()) {
            throw problem.get();
        }
        return rendered(admin.grants(name));
    }

    private static String rendered(ToolGrants granted) {
        TextTable table = new TextTable("", "");
        append(table, granted);
        return table.render();
    }

    private String approve(Arguments line)
            throws AdminException, GrantException, InterruptedException {
        Optional<String> digest = line.optionalWord(1).map(Digest::parse);
        digest = digest.isPresent() ? digest : Digest.option(line);
        Approval approval =
                digest.isPresent()
                        ? Approval.of(
                                admin.by(line.caller().toString()), line.word(0), digest.get())
                        : Approval.of(admin.by(line.caller().toString()), line.word(0));
        return approval.text(line.has("dry-run"));
    }

    private String denials(String name, boolean json) throws ToolException {
        List<Denials.Kind> kinds = denials.of(name);
        if (kinds.isEmpty()) {
            ShellErrors.require(registry, name);
        }
        if (json) {
            return GrantsJson.denials(name, kinds);
        }
        if (kinds.isEmpty()) {
            return "Tool '%s' was denied nothing".formatted(TerminalText.line(name, 64));
        }
        Instant now = Instant.now();
        TextTable table = new TextTable("FUNCTION", "CAPABILITY", "COUNT", "LAST", "WHAT");
        for (Denials.Kind kind : kinds) {
            table.row(
                    kind.function(),
                    kind.capability().key(),
                    Long.toString(kind.count()),
                    TerminalText.ago(kind.last(), now),
                    String.join(", ", kind.subjects()));
            hints(name, kind).forEach(hint -> table.note("to allow: " + hint));
        }
        return table.render();
    }

    /** A command for each thing that was refused, as far as they differ. */
    private static Set<String> hints(String name, Denials.Kind kind) {
        List<String> subjects = kind.subjects().isEmpty() ? List.of("") : kind.subjects();
        Set<String> hints = new LinkedHashSet<>();
        subjects.forEach(each -> hints.add(GrantHint.command(name, kind.capability(), each)));
        return hints;
    }

    /** For completion. */
    static List<String> capabilities() {
        return GRANTABLE.stream().map(CapabilityType::key).toList();
    }
}

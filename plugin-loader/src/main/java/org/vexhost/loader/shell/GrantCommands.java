package org.vexhost.loader.shell;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Grant;
import org.vexhost.api.ToolException;
import org.vexhost.loader.denial.Denials;
import org.vexhost.loader.denial.GrantHint;
import org.vexhost.loader.deploy.AdminException;
import org.vexhost.loader.deploy.ToolAdmin;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;

/** What tools may do beyond computing: grants, grant, revoke, approve, denials. */
@Component(
        service = GrantCommands.class,
        property = {
            "osgi.command.scope=vex",
            "osgi.command.function=grants",
            "osgi.command.function=grant",
            "osgi.command.function=revoke",
            "osgi.command.function=approve",
            "osgi.command.function=denials",
            "osgi.command.function=__capabilities"
        })
public final class GrantCommands {

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

    /** What a tool asks for and what it was granted. */
    @Descriptor("shows what a tool asks for, what it was granted, and for which module")
    public String grants(@Descriptor("the tool's name") String name) throws ToolException {
        Optional<ToolEntry> entry = registry.find(name);
        ToolGrants granted = admin.grants(name);
        if (entry.isEmpty() && granted.grants().isEmpty()) {
            throw ShellErrors.notFound(name);
        }
        TextTable table = new TextTable("", "").row("tool", TerminalText.line(name, 64));
        entry.flatMap(ToolEntry::serving)
                .ifPresent(served -> table.row("asks for", Requested.text(served.requested())));
        for (MissingCapability missing : entry.map(ToolEntry::missing).orElse(List.of())) {
            table.row(
                    "missing",
                    TerminalText.line(
                            missing.capability().key() + " " + String.join(", ", missing.values()),
                            300));
        }
        append(table, granted);
        return table.render();
    }

    private static void append(TextTable table, ToolGrants granted) {
        if (granted.grants().isEmpty()) {
            table.row("granted", "nothing but computing");
        }
        for (Grant grant : granted.grants().all()) {
            String value = GrantSyntax.text(grant);
            table.whole("granted", (grant.capability().key() + " " + value).strip());
        }
        granted.sha256().ifPresent(sha256 -> table.row("module", sha256));
        table.row(
                "updates",
                granted.follow() == ToolGrants.Follow.TRUST_UPDATES
                        ? "trusted in advance"
                        : "wait for vex:approve");
    }

    /** Grants what the tool asks for, or what is written. */
    @Descriptor("grants a capability; without values, what the tool asks for of it")
    public String grant(
            @Descriptor("trusts later versions in advance")
                    @Parameter(
                            names = {"-f", "--follow"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean follow,
            @Descriptor("the tool's name") String name,
            @Descriptor("environment, fileSystem, network or cryptography") String capability,
            @Descriptor(
                            "NAME or PREFIX*; /GUEST=/HOST:ro, :rw, :shared, :bytes=N, :files=N, or"
                                    + " /GUEST for the tool's own folder; https://HOST")
                    String... values)
            throws ToolException, AdminException, GrantException, InterruptedException {
        Capability kind = GrantSyntax.capability(capability);
        List<Grant> additional = new ArrayList<>();
        if (values.length == 0) {
            for (String value : asked(name, kind)) {
                additional.add(parse(name, kind, value, GrantSyntax::asked));
            }
        }
        for (String value : values) {
            additional.add(parse(name, kind, value, GrantSyntax::directory));
        }
        if (kind == Capability.CRYPTOGRAPHY) {
            additional.add(new Grant.Cryptography());
        } else if (additional.isEmpty()) {
            throw new IllegalArgumentException(
                    "grant of %s names nothing, and tool '%s' asks for nothing in particular"
                            .formatted(kind.key(), TerminalText.line(name, 64)));
        }
        TextTable table = new TextTable("", "");
        append(
                table,
                admin.grant(
                        name,
                        additional,
                        follow ? Optional.of(ToolGrants.Follow.TRUST_UPDATES) : Optional.empty()));
        return table.render();
    }

    private Grant parse(
            String name,
            Capability kind,
            String value,
            Function<String, GrantSyntax.Directory> directories)
            throws GrantException {
        return switch (kind) {
            case ENVIRONMENT -> new Grant.Environment(value);
            case NETWORK -> new Grant.Network(value);
            case FILE_SYSTEM -> {
                GrantSyntax.Directory directory = directories.apply(value);
                Optional<Path> host = directory.host();
                yield host.isPresent()
                        ? directory.on(host.get())
                        : directory.on(
                                admin.ownFolder(name, directory.guest(), directory.access())
                                        .host());
            }
            case CRYPTOGRAPHY -> throw new IllegalArgumentException("cryptography takes no values");
            case PURE_COMPUTATION ->
                    throw new IllegalArgumentException("pureComputation needs no grant");
            case SUBPROCESS -> throw new IllegalArgumentException("subprocess is never granted");
        };
    }

    /** What the tool's descriptor names, as values of this command. */
    private List<String> asked(String name, Capability kind) throws ToolException {
        ToolEntry entry = ShellErrors.require(registry, name);
        if (kind == Capability.SUBPROCESS || kind == Capability.PURE_COMPUTATION) {
            return List.of("");
        }
        List<String> missing =
                entry.missing().stream()
                        .filter(each -> each.capability() == kind)
                        .flatMap(each -> each.values().stream())
                        .toList();
        if (!missing.isEmpty() || kind == Capability.CRYPTOGRAPHY) {
            return kind == Capability.CRYPTOGRAPHY ? List.of() : missing;
        }
        return entry.serving()
                .map(served -> Requested.values(served.requested(), kind))
                .orElse(List.of());
    }

    /** Takes back everything. */
    @Descriptor("takes back all that was granted to a tool; calls in flight meet it at once")
    public String revoke(@Descriptor("the tool's name") String name)
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

    /** Takes back a capability or parts of it. */
    @Descriptor("takes back a capability, or values of it; calls in flight meet it at once")
    public String revoke(
            @Descriptor("the tool's name") String name,
            @Descriptor("environment, fileSystem, network or cryptography") String capability,
            @Descriptor("variables, guest directories or origins; none: all of it")
                    String... values)
            throws GrantException, InterruptedException {
        Capability kind = GrantSyntax.capability(capability);
        return rendered(admin.revoke(name, kind, List.of(values)));
    }

    private static String rendered(ToolGrants granted) {
        TextTable table = new TextTable("", "");
        append(table, granted);
        return table.render();
    }

    /** Approves what waits, or shows what it would change. */
    @Descriptor("lets an update serve that waits for approval, and shows what it changes")
    public String approve(
            @Descriptor("shows the change and approves nothing")
                    @Parameter(
                            names = {"-n", "--dry-run"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean dryRun,
            @Descriptor("the tool's name") String name)
            throws AdminException, GrantException, InterruptedException {
        return Approval.of(admin, name).text(dryRun);
    }

    /** Approves one module, or shows what it would change. */
    @Descriptor("lets an update serve that waits for approval, if it is this module")
    public String approve(
            @Descriptor("shows the change and approves nothing")
                    @Parameter(
                            names = {"-n", "--dry-run"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean dryRun,
            @Descriptor("the tool's name") String name,
            @Descriptor(
                            "the module's SHA-256 as --dry-run shows it, or its first 12 digits or more")
                    String sha256)
            throws AdminException, GrantException, InterruptedException {
        return Approval.of(admin, name, sha256).text(dryRun);
    }

    /** What host functions refused to a tool. */
    @Descriptor("shows what a tool was refused since the host started, and what would allow it")
    public String denials(@Descriptor("the tool's name") String name) throws ToolException {
        List<Denials.Kind> kinds = denials.of(name);
        if (kinds.isEmpty()) {
            ShellErrors.require(registry, name);
            return "Tool '%s' was refused nothing".formatted(name);
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
            String subject = kind.subjects().isEmpty() ? "" : kind.subjects().get(0);
            table.note("to allow: " + GrantHint.command(name, kind.capability(), subject));
        }
        return table.render();
    }

    /** For completion. */
    @Descriptor("names of capabilities, for completion")
    public List<String> __capabilities() {
        return List.of("environment", "fileSystem", "network", "cryptography");
    }
}

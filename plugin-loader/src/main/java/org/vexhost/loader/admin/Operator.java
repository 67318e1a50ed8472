package org.vexhost.loader.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.api.Caller;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.ToolOperations;
import org.vexhost.api.admin.UploadedFile;
import org.vexhost.loader.capability.CapabilityType;
import org.vexhost.loader.capability.CapabilityTypes;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.capability.RequestedGrants;
import org.vexhost.loader.capability.RequestedItem;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.operator.AdminException;
import org.vexhost.loader.deploy.operator.ToolAdmin;
import org.vexhost.loader.deploy.version.VersionChange;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;

/**
 * The actions of one operator. Each action is logged under the operator's name and reported to
 * listeners for events.
 */
final class Operator implements ToolOperations {

    private final Caller who;
    private final ToolAdmin admin;
    private final ToolRegistry registry;
    private final EventRing events;
    private final Supplier<HostSettings> settings;

    Operator(
            Caller who,
            ToolAdmin admin,
            ToolRegistry registry,
            EventRing events,
            Supplier<HostSettings> settings) {
        this.who = who;
        this.admin = admin.by(who.toString());
        this.registry = registry;
        this.events = events;
        this.settings = settings;
    }

    private void tell(AdminEvent.Kind kind, String tool, Optional<String> digest) {
        events.add(kind, tool, who, digest);
    }

    private Optional<String> digestOf(String name) {
        return registry.find(name).flatMap(Operator::digest);
    }

    private static Optional<String> digest(ToolEntry entry) {
        return entry.details().flatMap(each -> each.digest()).map(each -> each.text());
    }

    private static AdministrationException failed(AdminException e) {
        return new AdministrationException(e.reason(), String.valueOf(e.getMessage()), e);
    }

    private static AdministrationException failed(GrantException e) {
        Reason reason =
                switch (e.reason()) {
                    case NOT_GRANTED -> Reason.CONFLICT;
                    case NOT_WRITTEN -> Reason.NOT_WRITTEN;
                    case INVALID_FILE -> Reason.FAILED;
                    default -> Reason.INVALID;
                };
        return new AdministrationException(reason, String.valueOf(e.getMessage()), e);
    }

    @Override
    public ToolInfo deploy(Path source, Duration wait)
            throws AdministrationException, InterruptedException {
        try {
            ToolEntry entry = admin.deploy(source, wait);
            tell(AdminEvent.Kind.DEPLOYED, entry.name(), digest(entry));
            return ToolFacts.tool(entry);
        } catch (AdminException e) {
            throw failed(e);
        }
    }

    @Override
    public ToolInfo deploy(List<UploadedFile> files, Duration wait)
            throws AdministrationException, InterruptedException {
        HostSettings now = settings.get();
        try (UploadStage stage = UploadStage.open(now.home())) {
            return deploy(stage.write(files, now.deployment().maxModuleBytes()), wait);
        } catch (IOException e) {
            throw new AdministrationException(
                    Reason.FAILED,
                    "upload cannot be written [%s]"
                            .formatted(MessageText.escape(String.valueOf(e), 200)),
                    e);
        }
    }

    @Override
    public List<Path> undeploy(String name) throws AdministrationException, InterruptedException {
        Optional<String> digest = digestOf(name);
        try {
            List<Path> removed = admin.undeploy(name);
            tell(AdminEvent.Kind.UNDEPLOYED, name, digest);
            return removed;
        } catch (AdminException e) {
            throw failed(e);
        }
    }

    @Override
    public void enable(String name) throws AdministrationException, InterruptedException {
        try {
            admin.enable(name);
            tell(AdminEvent.Kind.ENABLED, name, digestOf(name));
        } catch (AdminException e) {
            throw failed(e);
        }
    }

    @Override
    public void disable(String name) throws AdministrationException, InterruptedException {
        try {
            admin.disable(name);
            tell(AdminEvent.Kind.DISABLED, name, digestOf(name));
        } catch (AdminException e) {
            throw failed(e);
        }
    }

    @Override
    public GrantsInfo grant(
            String name,
            List<? extends Grant> grants,
            Optional<GrantsInfo.Updates> updates,
            Optional<String> digest)
            throws AdministrationException, InterruptedException {
        try {
            ToolGrants after = admin.grant(name, grants, updates.map(ToolFacts::follow), digest);
            tell(AdminEvent.Kind.GRANTED, name, after.artifact());
            return ToolFacts.grants(name, after);
        } catch (AdminException e) {
            throw failed(e);
        } catch (GrantException e) {
            throw failed(e);
        }
    }

    @Override
    public GrantsInfo grantRequested(String name, Capability capability, Optional<String> digest)
            throws AdministrationException, InterruptedException {
        ToolEntry entry =
                registry.find(name)
                        .orElseThrow(
                                () ->
                                        new AdministrationException(
                                                Reason.NOT_FOUND,
                                                "Tool %s is not deployed"
                                                        .formatted(MessageText.quote(name))));
        Optional<String> there = digest(entry);
        if (digest.isPresent() && !digest.equals(there)) {
            throw new AdministrationException(
                    Reason.CONFLICT,
                    "Another version of tool '%s' waits [%s]"
                            .formatted(name, there.orElse("none that could be read")));
        }
        // The grant applies only to this artifact, and covers only what the artifact requests.
        return grant(name, requested(entry, capability), Optional.empty(), there);
    }

    private List<Grant> requested(ToolEntry entry, Capability capability)
            throws AdministrationException {
        CapabilityType type = CapabilityTypes.all().of(capability);
        Optional<RequestedCapabilities> requested = entry.details().map(ToolDetails::requested);
        boolean isAskedFor =
                requested.filter(each -> each.kinds().contains(capability)).isPresent();
        List<String> values =
                requested.map(each -> each.items(capability)).orElse(List.of()).stream()
                        .map(RequestedItem::longText)
                        .toList();
        try {
            List<Grant> grants =
                    new ArrayList<>(
                            RequestedGrants.of(
                                    type,
                                    entry.missing(),
                                    values,
                                    option -> Optional.empty(),
                                    (guest, access) ->
                                            ownFolder(entry.name(), guest, access).host()));
            if (isAskedFor) {
                grants.addAll(type.grantsWithoutValues());
            }
            if (grants.isEmpty()) {
                throw new AdministrationException(
                        Reason.INVALID,
                        "Tool '%s' asks for nothing in particular of %s"
                                .formatted(entry.name(), capability.key()));
            }
            return grants;
        } catch (IllegalArgumentException e) {
            throw new AdministrationException(Reason.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
            throws AdministrationException {
        try {
            return admin.ownFolder(name, guest, access);
        } catch (GrantException e) {
            throw failed(e);
        }
    }

    @Override
    public GrantsInfo revoke(String name, Capability capability, List<String> values)
            throws AdministrationException, InterruptedException {
        try {
            ToolGrants after = admin.revoke(name, capability, values);
            tell(AdminEvent.Kind.REVOKED, name, after.artifact());
            return ToolFacts.grants(name, after);
        } catch (GrantException e) {
            if (e.reason() == GrantException.Reason.NOT_WRITTEN) {
                // The revocation could not be saved, but it is in force until the host restarts.
                tell(AdminEvent.Kind.REVOKED, name, admin.grants(name).artifact());
            }
            throw failed(e);
        }
    }

    @Override
    public PendingApproval approve(String name, Optional<String> digest)
            throws AdministrationException, InterruptedException {
        try {
            VersionChange change = admin.approve(name, digest);
            tell(AdminEvent.Kind.APPROVED, name, Optional.of(change.toDigest()));
            return ApprovalFacts.of(change);
        } catch (AdminException e) {
            throw failed(e);
        } catch (GrantException e) {
            throw failed(e);
        }
    }
}

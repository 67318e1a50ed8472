package org.vexhost.loader.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.admin.CapabilityRequest;
import org.vexhost.api.admin.CapabilityRequest.Item;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.capability.RequestedItem;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.descriptor.ToolDescriptor.Execution;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;

/** What the loader knows of tools, as administration shows it. */
final class ToolFacts {

    private ToolFacts() {}

    static ToolInfo tool(ToolEntry entry) {
        return new ToolInfo(
                entry.status(),
                entry.isOwner(),
                entry.kind().text(),
                entry.missing(),
                entry.details().flatMap(ToolFacts::version),
                entry.serving().map(ServedTool::details).flatMap(ToolFacts::version));
    }

    /** A version that was not accepted has no limits, and is none yet. */
    private static Optional<VersionInfo> version(ToolDetails details) {
        return details.limits().map(limits -> version(details, limits));
    }

    private static VersionInfo version(ToolDetails details, SandboxLimits limits) {
        Optional<ToolDescriptor> descriptor = details.descriptor();
        return new VersionInfo(
                details.definition(),
                details.digest().map(ArtifactDigest::text),
                requests(details.requested()),
                limits,
                descriptor.map(each -> each.abi().key()),
                descriptor.map(ToolDescriptor::args).orElse(List.of()),
                descriptor.filter(each -> each.execution() == Execution.DETERMINISTIC).isPresent(),
                details.imports());
    }

    private static List<CapabilityRequest> requests(RequestedCapabilities requested) {
        List<CapabilityRequest> all = new ArrayList<>();
        for (Capability capability : requested.kinds()) {
            List<Item> items =
                    requested.items(capability).stream().map(RequestedItem::item).toList();
            all.add(new CapabilityRequest(capability, items));
        }
        return all;
    }

    static GrantsInfo grants(String name, ToolGrants grants) {
        return new GrantsInfo(
                name,
                grants.grants().all(),
                grants.artifact(),
                grants.follow() == ToolGrants.Follow.TRUST_UPDATES
                        ? GrantsInfo.Updates.TRUST
                        : GrantsInfo.Updates.APPROVE);
    }

    static ToolGrants.Follow follow(GrantsInfo.Updates updates) {
        return updates == GrantsInfo.Updates.TRUST
                ? ToolGrants.Follow.TRUST_UPDATES
                : ToolGrants.Follow.APPROVE_UPDATES;
    }
}

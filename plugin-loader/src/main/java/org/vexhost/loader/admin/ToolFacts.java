package org.vexhost.loader.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.admin.CapabilityRequest;
import org.vexhost.api.admin.CapabilityRequest.Item;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.RequestedCapabilities;
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
            all.add(new CapabilityRequest(capability, items(capability, requested)));
        }
        return all;
    }

    private static List<Item> items(Capability capability, RequestedCapabilities requested) {
        return switch (capability) {
            case ENVIRONMENT -> plain(requested.environment());
            case NETWORK ->
                    requested.origins().stream()
                            .map(each -> new Item(each.origin(), methods(each)))
                            .toList();
            case SECRET -> plain(requested.secrets());
            case FILE_SYSTEM ->
                    requested.directories().stream()
                            .map(
                                    each ->
                                            new Item(
                                                    each.guest(),
                                                    Map.of("access", access(each.access()))))
                            .toList();
            case PURE_COMPUTATION, CRYPTOGRAPHY, SUBPROCESS -> List.of();
        };
    }

    /** In the words of the descriptor. */
    private static String access(Grant.Access access) {
        return access == Grant.Access.READ ? "read" : "readWrite";
    }

    private static Map<String, String> methods(Grant.Network origin) {
        return origin.methods().isEmpty()
                ? Map.of()
                : Map.of("methods", String.join(",", origin.methods()));
    }

    private static List<Item> plain(List<String> values) {
        return values.stream().map(each -> new Item(each, Map.of())).toList();
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

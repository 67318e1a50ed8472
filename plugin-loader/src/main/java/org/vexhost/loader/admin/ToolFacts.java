package org.vexhost.loader.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexhost.api.Capability;
import org.vexhost.api.admin.CapabilityRequest;
import org.vexhost.api.admin.CapabilityRequest.Item;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.api.admin.VersionInfo.LimitRequest;
import org.vexhost.loader.capability.CapabilityTypes;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.capability.RequestedItem;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.RequestedLimits;
import org.vexhost.loader.descriptor.RequestedLimits.Limit;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.descriptor.ToolDescriptor.Execution;
import org.vexhost.loader.descriptor.ToolDescriptor.Start;
import org.vexhost.loader.grant.HostEnvironment;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;

/** Converts the loader's data about tools to the types of the administration API. */
final class ToolFacts {

    private ToolFacts() {}

    static ToolInfo tool(ToolEntry entry) {
        return new ToolInfo(
                entry.status(),
                entry.isOwner(),
                ToolInfo.Form.valueOf(entry.kind().name()),
                entry.missing(),
                entry.details().map(ToolFacts::version),
                entry.serving().map(ServedTool::details).map(ToolFacts::version));
    }

    private static VersionInfo version(ToolDetails details) {
        Optional<ToolDescriptor> descriptor = details.descriptor();
        return new VersionInfo(
                details.definition(),
                details.digest().map(ArtifactDigest::text),
                details.digest().map(ArtifactDigest::moduleSha256),
                requests(details.requested()),
                descriptor.map(each -> limits(each.limits())).orElse(LimitRequest.NONE),
                details.limits(),
                descriptor.map(each -> each.abi().key()),
                descriptor.map(ToolDescriptor::args).orElse(List.of()),
                descriptor.filter(each -> each.execution() == Execution.DETERMINISTIC).isPresent(),
                descriptor.filter(each -> each.start() == Start.SNAPSHOT).isPresent(),
                details.snapshot(),
                details.imports());
    }

    private static LimitRequest limits(RequestedLimits asked) {
        return new LimitRequest(
                number(asked, Limit.MAX_MEMORY_BYTES),
                number(asked, Limit.MAX_FUEL),
                Optional.ofNullable(asked.values().get(Limit.TIMEOUT)).map(Duration::ofMillis),
                number(asked, Limit.MAX_TABLE_ELEMENTS),
                number(asked, Limit.MAX_INPUT_BYTES),
                number(asked, Limit.MAX_OUTPUT_BYTES),
                number(asked, Limit.MAX_CALL_DEPTH));
    }

    private static OptionalLong number(RequestedLimits asked, Limit limit) {
        Long value = asked.values().get(limit);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
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
                grants.module(),
                grants.follow() == ToolGrants.Follow.TRUST_UPDATES
                        ? GrantsInfo.Updates.TRUST
                        : GrantsInfo.Updates.APPROVE,
                CapabilityTypes.all().warnings(grants.grants().all(), HostEnvironment.variables()));
    }

    static ToolGrants.Follow follow(GrantsInfo.Updates updates) {
        return updates == GrantsInfo.Updates.TRUST
                ? ToolGrants.Follow.TRUST_UPDATES
                : ToolGrants.Follow.APPROVE_UPDATES;
    }
}

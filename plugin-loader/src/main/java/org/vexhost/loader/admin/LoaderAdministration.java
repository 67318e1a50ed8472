package org.vexhost.loader.admin;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.CallRecord;
import org.vexhost.api.admin.DenialInfo;
import org.vexhost.api.admin.EventLog;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.HostLoad;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.ToolOperations;
import org.vexhost.loader.config.HostConfiguration;
import org.vexhost.loader.denial.Denials;
import org.vexhost.loader.denial.GrantHint;
import org.vexhost.loader.deploy.operator.ToolAdmin;
import org.vexhost.loader.execute.statistics.CallStatistics;
import org.vexhost.loader.registry.ToolRegistry;
import org.vexhost.loader.schema.ToolSchemas;

/**
 * The administration of tools, based on the registry, the deployer, call statistics and denials.
 */
@Component(service = ToolAdministration.class)
public final class LoaderAdministration implements ToolAdministration {

    private final ToolRegistry registry;
    private final ToolAdmin admin;
    private final CallStatistics statistics;
    private final Denials denials;
    private final HostConfiguration configuration;
    private final EventRing events;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable AuditTrail audit;

    /** Called by Declarative Services. */
    @Activate
    public LoaderAdministration(
            @Reference ToolRegistry registry,
            @Reference ToolAdmin admin,
            @Reference CallStatistics statistics,
            @Reference Denials denials,
            @Reference HostConfiguration configuration,
            @Reference EventRing events) {
        this.registry = registry;
        this.admin = admin;
        this.statistics = statistics;
        this.denials = denials;
        this.configuration = configuration;
        this.events = events;
        UploadStage.clean(configuration.current().home());
    }

    @Override
    public List<ToolInfo> tools() {
        return registry.all().stream().map(ToolFacts::tool).toList();
    }

    @Override
    public Optional<ToolInfo> tool(String name) {
        return registry.find(name)
                .or(
                        () ->
                                registry.all().stream()
                                        .filter(entry -> entry.name().equals(name))
                                        .findFirst())
                .map(ToolFacts::tool);
    }

    @Override
    public List<String> schemaWarnings(ToolDefinition definition) {
        return ToolSchemas.warningsOf(definition);
    }

    @Override
    public GrantsInfo grants(String name) {
        return ToolFacts.grants(name, admin.grants(name));
    }

    @Override
    public Optional<PendingApproval> pendingApproval(String name) {
        return admin.pendingChange(name).map(ApprovalFacts::of);
    }

    @Override
    public List<DenialInfo> denials(String name) {
        return denials.of(name).stream()
                .map(
                        kind ->
                                new DenialInfo(
                                        kind.function(),
                                        kind.capability(),
                                        kind.count(),
                                        kind.last(),
                                        kind.subjects(),
                                        GrantHint.commands(name, kind)))
                .toList();
    }

    @Override
    public CallCounts calls(String name) {
        return statistics.counts(name);
    }

    @Override
    public SortedMap<String, CallCounts> calls() {
        return statistics.tools();
    }

    @Override
    public List<CallRecord> recentCalls(String name, int max) {
        return statistics.latest(name, max);
    }

    @Override
    public List<CallRecord> recentCalls(int max) {
        return statistics.latest(max);
    }

    @Override
    public HostLoad load() {
        CallStatistics.HostCounts host = statistics.host();
        return new HostLoad(
                host.running(),
                host.queued(),
                host.suspended(),
                host.reservedBytes(),
                host.budgetBytes(),
                host.notFound(),
                statistics.isDraining());
    }

    @Override
    public EventLog events() {
        return events;
    }

    @Override
    public ToolOperations as(Caller operator) {
        AuditTrail trail = audit;
        return new AuditedOperations(
                operator,
                new Operator(operator, admin, registry, events, configuration::current),
                trail == null ? AuditTrail.NONE : trail);
    }
}

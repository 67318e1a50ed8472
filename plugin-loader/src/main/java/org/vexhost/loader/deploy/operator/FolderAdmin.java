package org.vexhost.loader.deploy.operator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.vexhost.api.Capability;
import org.vexhost.api.Deadline;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.core.Deployment;
import org.vexhost.loader.deploy.core.DeploymentTable;
import org.vexhost.loader.deploy.core.Enablement;
import org.vexhost.loader.deploy.core.EventSink;
import org.vexhost.loader.deploy.core.StatusPublisher;
import org.vexhost.loader.deploy.state.DeploymentEvent.Signal;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.deploy.state.DeploymentState.Life;
import org.vexhost.loader.deploy.store.Durability;
import org.vexhost.loader.deploy.version.VersionChange;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.work.Openers;

/**
 * Operators' commands for the tools folder. {@link GrantAdmin} performs the commands for grants.
 */
public final class FolderAdmin implements ToolAdmin {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final ControlThreadCalls calls;
    private final Supplier<HostSettings> settings;
    private final DeploymentTable table;
    private final StatusPublisher publisher;
    private final EventSink events;
    private final Enablement enablement;
    private final GrantAdmin grants;
    private final Openers copiers;

    public FolderAdmin(
            ControlThreadCalls calls,
            Supplier<HostSettings> settings,
            DeploymentTable table,
            StatusPublisher publisher,
            EventSink events,
            Enablement enablement,
            GrantAdmin grants,
            Openers copiers) {
        this.calls = calls;
        this.settings = settings;
        this.table = table;
        this.publisher = publisher;
        this.events = events;
        this.enablement = enablement;
        this.grants = grants;
        this.copiers = copiers;
    }

    @Override
    public ToolEntry deploy(Path source, Duration wait)
            throws AdminException, InterruptedException {
        Deadline deadline = Deadline.after(wait);
        String id = copy(source);
        calls.pass();
        while (true) {
            Optional<ToolEntry> entry = calls.call(() -> outcome(id));
            if (entry.isPresent()) {
                return entry.get();
            }
            if (deadline.isExpired()) {
                return calls.call(() -> shown(id));
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
    }

    /**
     * Copies an artifact on a thread that can be abandoned, because the operator's path may be a
     * FIFO.
     */
    private String copy(Path source) throws AdminException, InterruptedException {
        try {
            return copiers.call(source.toString(), 0, () -> copyNow(source)).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AdminException refused) {
                throw refused;
            }
            throw new AdminException(
                    "'%s' cannot be copied [%s]"
                            .formatted(
                                    MessageText.escape(source.toString(), 200),
                                    MessageText.escape(String.valueOf(e.getCause()), 200)),
                    e);
        }
    }

    /** Copies one artifact at a time, so that two copies cannot both find the same name free. */
    private synchronized String copyNow(Path from)
            throws IOException, AdminException, InterruptedException {
        Path tools = settings.get().toolsFolder();
        ToolSource source =
                ToolSource.of(from, tools, settings.get().deployment().maxModuleBytes());
        // The scan finds files that have only just appeared in the folder, so the check sees them.
        calls.pass();
        CopyCheck check = calls.call(() -> CopyCheck.of(table, source));
        check.require(source, tools);
        new ToolCopy(tools).copy(source);
        return source.id();
    }

    /** Returns the published entry if the newest files have been accepted or rejected. */
    private Optional<ToolEntry> outcome(String id) {
        return table.find(id)
                .filter(each -> each.state().activity() == Activity.IDLE)
                .filter(each -> each.state().isJudged())
                .flatMap(publisher::shown);
    }

    private ToolEntry shown(String id) throws AdminException {
        return table.find(id)
                .flatMap(publisher::shown)
                .orElseThrow(
                        () ->
                                new AdminException(
                                        "'%s' was copied and is not read yet".formatted(id)));
    }

    @Override
    public List<Path> undeploy(String name) throws AdminException, InterruptedException {
        calls.pass();
        Deployment deployment = calls.call(() -> find(name));
        OtherTools others = calls.call(() -> OtherTools.of(table, deployment.id()));
        Candidate candidate =
                deployment
                        .state()
                        .files()
                        .observed()
                        .orElseThrow(
                                () ->
                                        new AdminException(
                                                Reason.CONFLICT,
                                                "Tool '%s' is not from the tools folder [%s]"
                                                        .formatted(name, deployment.id())));
        List<Path> removed;
        try {
            removed = new ToolCopy(settings.get().toolsFolder()).remove(candidate, others);
        } catch (IOException e) {
            throw new AdminException(
                    "Files of tool '%s' cannot be removed [%s]"
                            .formatted(name, MessageText.escape(e.toString(), 200)),
                    e);
        }
        calls.call(
                () -> {
                    if (table.find(deployment.id())
                            .filter(each -> each == deployment)
                            .isPresent()) {
                        events.send(deployment, Signal.REMOVED);
                    }
                    return "";
                });
        Deadline deadline =
                Deadline.after(settings.get().deployment().drainTimeout().plusSeconds(2));
        while (calls.call(() -> deployment.state().life()) != Life.GONE && !deadline.isExpired()) {
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        return removed;
    }

    /** Finds a deployment by tool name, or else by artifact or displayed name. */
    private Deployment find(String name) throws AdminException {
        Optional<Deployment> known = table.deployed(name).or(() -> table.find(name));
        if (known.isPresent()) {
            return known.get();
        }
        List<Deployment> shown =
                table.all().stream()
                        .filter(
                                each ->
                                        publisher
                                                .shown(each)
                                                .filter(entry -> entry.name().equals(name))
                                                .isPresent())
                        .toList();
        if (shown.size() == 1) {
            return shown.get(0);
        }
        throw new AdminException(
                Reason.NOT_FOUND, "Tool %s is not deployed".formatted(MessageText.quote(name)));
    }

    @Override
    public void enable(String name) throws AdminException, InterruptedException {
        CompletableFuture<Boolean> kept =
                calls.call(
                        () -> {
                            requireKnown(name);
                            enablement.enable(name);
                            return enablement.kept();
                        });
        requireKept(name, "enabled", kept);
    }

    @Override
    public void disable(String name) throws AdminException, InterruptedException {
        CompletableFuture<Boolean> kept =
                calls.call(
                        () -> {
                            requireKnown(name);
                            enablement.disable(
                                    name, "an operator disabled it", Durability.PERSISTENT);
                            return enablement.kept();
                        });
        requireKept(name, "disabled", kept);
    }

    /**
     * Waits until a change is on the disk. Only the operator's thread waits, not the control
     * thread.
     */
    private void requireKept(String name, String now, CompletableFuture<Boolean> kept)
            throws AdminException, InterruptedException {
        if (!calls.await(kept).orElse(false)) {
            throw new AdminException(
                    Reason.NOT_WRITTEN,
                    "Tool '%s' is %s, but only until the host restarts [data/.host/tools.json cannot be written]"
                            .formatted(name, now));
        }
    }

    private Deployment requireKnown(String name) throws AdminException {
        return table.deployed(name)
                .orElseThrow(
                        () ->
                                new AdminException(
                                        Reason.NOT_FOUND,
                                        "Tool %s is not deployed"
                                                .formatted(MessageText.quote(name))));
    }

    @Override
    public ToolGrants grants(String name) {
        return grants.grants(name);
    }

    @Override
    public ToolGrants grant(
            String name,
            List<? extends Grant> additional,
            Optional<ToolGrants.Follow> follow,
            Optional<String> digest)
            throws AdminException, GrantException, InterruptedException {
        return grants.grant(name, additional, follow, digest);
    }

    @Override
    public Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
            throws GrantException {
        return grants.ownFolder(name, guest, access);
    }

    @Override
    public ToolGrants revoke(String name, Capability capability, List<String> values)
            throws GrantException, InterruptedException {
        return grants.revoke(name, capability, values);
    }

    @Override
    public Optional<VersionChange> pendingChange(String name) {
        return grants.pendingChange(name);
    }

    @Override
    public VersionChange approve(String name, Optional<String> digest)
            throws AdminException, GrantException, InterruptedException {
        return grants.approve(name, digest);
    }
}

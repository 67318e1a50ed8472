package org.vexhost.loader.deploy.operator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.loader.deploy.version.VersionChange;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.GrantText;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.grant.ToolGrants.Follow;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;

/**
 * Operators' commands that also log each change. A rejected command changes nothing and is not
 * logged.
 */
public final class LoggedAdmin implements ToolAdmin {

    private final ToolAdmin admin;
    private final ToolRegistry registry;
    private final String who;

    public LoggedAdmin(ToolAdmin admin, ToolRegistry registry, String who) {
        this.admin = admin;
        this.registry = registry;
        this.who = who;
    }

    @Override
    public ToolAdmin by(String other) {
        return new LoggedAdmin(admin, registry, other);
    }

    private void log(String what, Optional<String> digest) {
        TrustLog.changed(who, what, digest);
    }

    private Optional<String> digestOf(String tool) {
        return registry.find(tool).flatMap(LoggedAdmin::digest);
    }

    private static Optional<String> digest(ToolEntry entry) {
        return entry.details().flatMap(ToolDetails::digest).map(ArtifactDigest::text);
    }

    @Override
    public ToolEntry deploy(Path source, Duration wait)
            throws AdminException, InterruptedException {
        ToolEntry entry = admin.deploy(source, wait);
        log(
                "deployed '%s' as tool '%s', which is %s"
                        .formatted(source, entry.name(), entry.state()),
                digest(entry));
        return entry;
    }

    @Override
    public List<Path> undeploy(String name) throws AdminException, InterruptedException {
        Optional<String> digest = digestOf(name);
        List<Path> removed = admin.undeploy(name);
        String files =
                removed.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
        log("undeployed tool '%s' and removed %s".formatted(name, files), digest);
        return removed;
    }

    @Override
    public void enable(String name) throws AdminException, InterruptedException {
        admin.enable(name);
        log("enabled tool '%s'".formatted(name), digestOf(name));
    }

    @Override
    public void disable(String name) throws AdminException, InterruptedException {
        admin.disable(name);
        log("disabled tool '%s'".formatted(name), digestOf(name));
    }

    @Override
    public ToolGrants grants(String name) {
        return admin.grants(name);
    }

    @Override
    public ToolGrants grant(
            String name,
            List<? extends Grant> additional,
            Optional<Follow> follow,
            Optional<String> digest)
            throws AdminException, GrantException, InterruptedException {
        ToolGrants after = admin.grant(name, additional, follow, digest);
        String updates = after.follow() == Follow.TRUST_UPDATES ? "are trusted" : "need approval";
        log(
                "granted tool '%s' %s; updates %s"
                        .formatted(name, GrantText.line(additional), updates),
                after.artifact().or(() -> after.module().map(each -> "module " + each)));
        return after;
    }

    @Override
    public Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
            throws GrantException {
        return admin.ownFolder(name, guest, access);
    }

    @Override
    public ToolGrants revoke(String name, Capability capability, List<String> values)
            throws GrantException, InterruptedException {
        String what =
                "revoked %s of tool '%s'"
                        .formatted(
                                (capability.key() + " " + String.join(" ", values)).strip(), name);
        try {
            ToolGrants after = admin.revoke(name, capability, values);
            log(what, after.artifact());
            return after;
        } catch (GrantException e) {
            if (e.reason() == GrantException.Reason.NOT_WRITTEN) {
                // The revocation could not be saved, but it is in force until the host restarts.
                log(what + " until the host restarts", admin.grants(name).artifact());
            }
            throw e;
        }
    }

    @Override
    public Optional<VersionChange> pendingChange(String name) {
        return admin.pendingChange(name);
    }

    @Override
    public VersionChange approve(String name, Optional<String> digest)
            throws AdminException, GrantException, InterruptedException {
        VersionChange change = admin.approve(name, digest);
        log(
                "approved version %s of tool '%s' in place of %s"
                        .formatted(change.toVersion(), name, change.fromDigest()),
                Optional.of(change.toDigest()));
        return change;
    }
}

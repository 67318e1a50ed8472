package org.vexhost.loader.shell;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.operator.ToolAdmin;
import org.vexhost.loader.deploy.version.VersionChange;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.GrantText;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.ToolEntry;

/** Writes down what it was told to do. */
final class RecordingAdmin implements ToolAdmin {

    static final String DIGEST = "sha256:" + "0123456789ab".repeat(5) + "cdef";

    VersionChange change =
            new VersionChange("new", "1.0", "2.0", "aaa", DIGEST, List.of("+ environment HOME"));

    String caller = "nobody";
    String deployed = "";
    ToolGrants granted = ToolGrants.NONE;
    Optional<Capability> unwritable = Optional.empty();

    private final List<String> done = new ArrayList<>(List.of("nothing"));

    List<String> done() {
        return done;
    }

    String last() {
        return done.get(done.size() - 1);
    }

    @Override
    public ToolAdmin by(String who) {
        caller = who;
        return this;
    }

    @Override
    public ToolEntry deploy(Path source, Duration wait) {
        return new ToolEntry(
                "new",
                ToolEntry.Ownership.OWNER,
                ArtifactKind.SINGLE_FILE,
                "new.wasm",
                ToolState.ACTIVE,
                Instant.EPOCH,
                deployed,
                Optional.of("1.0"),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    @Override
    public List<Path> undeploy(String name) {
        return List.of(Path.of("/home/tools/" + name + ".wasm"));
    }

    @Override
    public void enable(String name) {
        done.add("enable " + name);
    }

    @Override
    public void disable(String name) {
        done.add("disable " + name);
    }

    @Override
    public ToolGrants grants(String name) {
        return granted;
    }

    @Override
    public ToolGrants grant(
            String name,
            List<? extends Grant> additional,
            Optional<ToolGrants.Follow> follow,
            Optional<String> digest) {
        String grants =
                additional.stream()
                        .map(each -> each.capability().key() + " " + GrantText.value(each))
                        .collect(Collectors.joining(", "));
        done.add(
                "grant %s [%s] %s%s"
                        .formatted(
                                name,
                                grants,
                                follow.map(Enum::name).orElse("same"),
                                digest.map(each -> " " + each).orElse("")));
        return new ToolGrants(
                Grants.of(additional),
                digest,
                Optional.empty(),
                follow.orElse(ToolGrants.Follow.APPROVE_UPDATES));
    }

    @Override
    public Grant.FileSystem ownFolder(String name, String guest, Grant.Access access) {
        return Grant.FileSystem.of(guest, Path.of("/home/data/" + name), access);
    }

    @Override
    public ToolGrants revoke(String name, Capability capability, List<String> values)
            throws GrantException {
        done.add("revoke %s %s %s".formatted(name, capability, values));
        if (unwritable.equals(Optional.of(capability))) {
            throw new GrantException(GrantException.Reason.NOT_WRITTEN, "disk is full");
        }
        return ToolGrants.NONE;
    }

    @Override
    public Optional<VersionChange> pendingChange(String name) {
        return Optional.of(change);
    }

    @Override
    public VersionChange approve(String name, Optional<String> digest) {
        done.add("approve " + name + " " + digest.orElse("any"));
        return change;
    }
}

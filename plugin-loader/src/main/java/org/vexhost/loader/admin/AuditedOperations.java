package org.vexhost.loader.admin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vexhost.api.Caller;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.ToolOperations;
import org.vexhost.api.admin.UploadedFile;
import org.vexhost.loader.grant.GrantText;

/** Performs an operator's operations, and writes a line to the audit log before and after each. */
final class AuditedOperations implements ToolOperations {

    private static final String TOOL = "tool";
    private static final String DIGEST = "digest";
    private static final String NOT_NAMED = "not named";

    private final Caller who;
    private final ToolOperations operations;
    private final AuditTrail audit;

    AuditedOperations(Caller who, ToolOperations operations, AuditTrail audit) {
        this.who = who;
        this.operations = operations;
        this.audit = audit;
    }

    /** An operation of an operator. */
    private interface Action<T> {
        T run() throws AdministrationException, InterruptedException;
    }

    /** Derives the facts for the second line from the result of an operation. */
    private interface Outcome<T> {
        Map<String, String> of(T result);
    }

    private <T> T audited(
            String action, Map<String, String> facts, Action<T> task, Outcome<T> outcome)
            throws AdministrationException, InterruptedException {
        AuditTrail.Change change = audit.begin(who, action, facts);
        try {
            T result = task.run();
            change.done(outcome.of(result));
            return result;
        } catch (AdministrationException e) {
            if (e.reason() == AdministrationException.Reason.NOT_WRITTEN) {
                change.done(Map.of("until", "the next start: " + e.getMessage()));
            } else {
                change.failed(String.valueOf(e.getMessage()));
            }
            throw e;
        } catch (InterruptedException e) {
            change.failed("interrupted; it may have been made");
            throw e;
        } catch (RuntimeException | Error e) {
            change.failed("the host failed; it may have been made [%s]".formatted(e));
            throw e;
        }
    }

    private static Map<String, String> deployed(ToolInfo tool) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(TOOL, tool.name());
        facts.put("state", tool.status().state().name());
        tool.newest()
                .ifPresent(
                        version -> {
                            facts.put("version", version.definition().version());
                            version.artifactDigest().ifPresent(digest -> facts.put(DIGEST, digest));
                        });
        return facts;
    }

    private static Map<String, String> granted(GrantsInfo grants) {
        return Map.of(
                "granted",
                GrantText.line(grants.grants()),
                "updates",
                grants.updates().name(),
                DIGEST,
                grants.artifact().orElse("none"));
    }

    @Override
    public ToolInfo deploy(Path source, Duration wait)
            throws AdministrationException, InterruptedException {
        return audited(
                "tool.deploy",
                Map.of("source", source.toString()),
                () -> operations.deploy(source, wait),
                AuditedOperations::deployed);
    }

    @Override
    public ToolInfo deploy(List<UploadedFile> files, Duration wait)
            throws AdministrationException, InterruptedException {
        String names = files.stream().map(UploadedFile::name).collect(Collectors.joining(", "));
        return audited(
                "tool.deploy",
                Map.of("uploaded", names),
                () -> operations.deploy(files, wait),
                AuditedOperations::deployed);
    }

    @Override
    public List<Path> undeploy(String name) throws AdministrationException, InterruptedException {
        return audited(
                "tool.undeploy",
                Map.of(TOOL, name),
                () -> operations.undeploy(name),
                removed -> Map.of("removed", removed.toString()));
    }

    @Override
    public void enable(String name) throws AdministrationException, InterruptedException {
        String ignored =
                audited(
                        "tool.enable",
                        Map.of(TOOL, name),
                        () -> {
                            operations.enable(name);
                            return name;
                        },
                        done -> Map.of());
    }

    @Override
    public void disable(String name) throws AdministrationException, InterruptedException {
        String ignored =
                audited(
                        "tool.disable",
                        Map.of(TOOL, name),
                        () -> {
                            operations.disable(name);
                            return name;
                        },
                        done -> Map.of());
    }

    @Override
    public GrantsInfo grant(
            String name,
            List<? extends Grant> grants,
            Optional<GrantsInfo.Updates> updates,
            Optional<String> digest)
            throws AdministrationException, InterruptedException {
        return audited(
                "tool.grant",
                Map.of(
                        TOOL,
                        name,
                        "grants",
                        GrantText.line(grants),
                        "updates",
                        updates.map(Enum::name).orElse("as before"),
                        DIGEST,
                        digest.orElse(NOT_NAMED)),
                () -> operations.grant(name, grants, updates, digest),
                AuditedOperations::granted);
    }

    @Override
    public GrantsInfo grantRequested(String name, Capability capability, Optional<String> digest)
            throws AdministrationException, InterruptedException {
        return audited(
                "tool.grant",
                Map.of(TOOL, name, "requested", capability.key(), DIGEST, digest.orElse(NOT_NAMED)),
                () -> operations.grantRequested(name, capability, digest),
                AuditedOperations::granted);
    }

    /** Creates the folder if needed. This is not audited, because nothing is granted. */
    @Override
    public Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
            throws AdministrationException {
        return operations.ownFolder(name, guest, access);
    }

    @Override
    public GrantsInfo revoke(String name, Capability capability, List<String> values)
            throws AdministrationException, InterruptedException {
        return audited(
                "tool.revoke",
                Map.of(TOOL, name, "capability", capability.key(), "values", values.toString()),
                () -> operations.revoke(name, capability, values),
                AuditedOperations::granted);
    }

    @Override
    public PendingApproval approve(String name, Optional<String> digest)
            throws AdministrationException, InterruptedException {
        return audited(
                "tool.approve",
                Map.of(TOOL, name, DIGEST, digest.orElse(NOT_NAMED)),
                () -> operations.approve(name, digest),
                change ->
                        Map.of(
                                "version",
                                change.toVersion(),
                                "from",
                                change.fromDigest().orElse("none"),
                                DIGEST,
                                change.toDigest()));
    }
}

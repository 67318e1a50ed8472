package org.vexhost.loader.shell;

import java.util.Optional;
import org.vexhost.api.MessageText;
import org.vexhost.loader.deploy.operator.AdminException;
import org.vexhost.loader.deploy.operator.ToolAdmin;
import org.vexhost.loader.deploy.version.VersionChange;
import org.vexhost.loader.grant.GrantException;

/** What an operator is shown of an update that waits, and what becomes of it. */
final class Approval {

    private final ToolAdmin admin;
    private final VersionChange waiting;

    private Approval(ToolAdmin admin, VersionChange waiting) {
        this.admin = admin;
        this.waiting = waiting;
    }

    /** Of whatever waits. */
    static Approval of(ToolAdmin admin, String name) throws AdminException {
        return new Approval(
                admin,
                admin.pendingChange(name)
                        .orElseThrow(
                                () ->
                                        new AdminException(
                                                "Tool '%s' has no update that waits for approval"
                                                        .formatted(TerminalText.line(name, 64)))));
    }

    /** Of one artifact. */
    static Approval of(ToolAdmin admin, String name, String digest) throws AdminException {
        Approval approval = of(admin, name);
        if (!approval.waiting.toDigest().equals(digest)) {
            throw new AdminException(
                    "Another version of tool '%s' waits [%s]"
                            .formatted(approval.waiting.tool(), approval.waiting.toDigest()));
        }
        return approval;
    }

    /** Approves it, unless {@code dryRun}, and shows it. */
    String text(boolean dryRun) throws AdminException, GrantException, InterruptedException {
        if (dryRun) {
            return text(
                    waiting,
                    "not approved; to approve this artifact and no other:\nvex:approve %s %s"
                            .formatted(waiting.tool(), waiting.toDigest()));
        }
        return text(admin.approve(waiting.tool(), Optional.of(waiting.toDigest())), "approved");
    }

    private static String text(VersionChange change, String end) {
        StringBuilder text = new StringBuilder();
        text.append(
                MessageText.printable(
                        "%s: %s -> %s"
                                .formatted(
                                        change.tool(), change.fromVersion(), change.toVersion())));
        text.append("\nartifact ").append(MessageText.printable(change.toDigest()));
        change.lines().forEach(line -> text.append('\n').append(TextTable.indented(line)));
        return text.append('\n').append(end).toString();
    }
}

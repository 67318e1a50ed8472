package org.vexhost.loader.shell;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vexhost.api.MessageText;
import org.vexhost.loader.deploy.AdminException;
import org.vexhost.loader.deploy.ToolAdmin;
import org.vexhost.loader.deploy.VersionChange;
import org.vexhost.loader.grant.GrantException;

/** What an operator is shown of an update that waits, and what becomes of it. */
final class Approval {

    /** Fewer digits would be found by trying. */
    private static final Pattern SHA256_PREFIX = Pattern.compile("[0-9a-fA-F]{12,64}");

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

    /**
     * Of one module.
     *
     * @param sha256 all of it, or how it begins
     */
    static Approval of(ToolAdmin admin, String name, String sha256) throws AdminException {
        if (!SHA256_PREFIX.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "module is not 12 to 64 hexadecimal digits of its SHA-256 [%s]"
                            .formatted(MessageText.quote(sha256)));
        }
        Approval approval = of(admin, name);
        if (!approval.waiting.toSha256().startsWith(sha256.toLowerCase(Locale.ROOT))) {
            throw new AdminException(
                    "Another version of tool '%s' waits [%s]"
                            .formatted(approval.waiting.tool(), approval.waiting.toSha256()));
        }
        return approval;
    }

    /** Approves it, unless {@code dryRun}, and shows it. */
    String text(boolean dryRun) throws AdminException, GrantException, InterruptedException {
        if (dryRun) {
            return text(
                    waiting,
                    "not approved; to approve this module and no other:\nvex:approve %s %s"
                            .formatted(waiting.tool(), waiting.toSha256()));
        }
        return text(admin.approve(waiting.tool(), Optional.of(waiting.toSha256())), "approved");
    }

    private static String text(VersionChange change, String end) {
        StringBuilder text = new StringBuilder();
        text.append(
                MessageText.printable(
                        "%s: %s -> %s"
                                .formatted(
                                        change.tool(), change.fromVersion(), change.toVersion())));
        text.append("\nmodule ").append(MessageText.printable(change.toSha256()));
        change.lines().forEach(line -> text.append('\n').append(TextTable.indented(line)));
        return text.append('\n').append(end).toString();
    }
}

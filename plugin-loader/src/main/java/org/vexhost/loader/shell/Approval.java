package org.vexhost.loader.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.PendingApproval.Change;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.loader.shell.text.TerminalText;
import org.vexhost.loader.shell.text.TextTable;

/** An update that waits for approval, as the shell shows and approves it. */
final class Approval {

    private final ToolAdministration tools;
    private final PendingApproval waiting;

    private Approval(ToolAdministration tools, PendingApproval waiting) {
        this.tools = tools;
        this.waiting = waiting;
    }

    /**
     * Finds the waiting update of a tool.
     *
     * @param digest the digest of the artifact that must be waiting; empty to accept any
     */
    static Approval of(ToolAdministration tools, String name, Optional<String> digest)
            throws AdministrationException {
        PendingApproval waiting =
                tools.pendingApproval(name)
                        .orElseThrow(
                                () ->
                                        new AdministrationException(
                                                Reason.CONFLICT,
                                                "Tool '%s' has no update that waits for approval"
                                                        .formatted(TerminalText.line(name, 64))));
        if (digest.isPresent() && !waiting.toDigest().equals(digest.get())) {
            throw new AdministrationException(
                    Reason.CONFLICT,
                    "Another version of tool '%s' waits [%s]"
                            .formatted(waiting.tool(), waiting.toDigest()));
        }
        return new Approval(tools, waiting);
    }

    /** Returns a preview of the changes; changes nothing. */
    String preview() {
        return text(
                waiting,
                "not approved; to approve this artifact and no other:\nvex:approve %s %s"
                        .formatted(waiting.tool(), waiting.toDigest()));
    }

    /** Approves the update, and returns a description of it. */
    String approve(Caller operator) throws AdministrationException, InterruptedException {
        return text(
                tools.as(operator).approve(waiting.tool(), Optional.of(waiting.toDigest())),
                "approved");
    }

    private static String text(PendingApproval update, String end) {
        StringBuilder text = new StringBuilder();
        text.append(
                MessageText.printable(
                        "%s: %s -> %s"
                                .formatted(
                                        update.tool(),
                                        update.fromVersion().orElse("none"),
                                        update.toVersion())));
        text.append("\nartifact ").append(MessageText.printable(update.toDigest()));
        lines(update.changes()).forEach(line -> text.append('\n').append(TextTable.indented(line)));
        return text.append('\n').append(end).toString();
    }

    /** Sorts the changes: removed lines, then added lines, then changes of the module. */
    private static List<String> lines(List<Change> changes) {
        List<String> gone = new ArrayList<>();
        List<String> added = new ArrayList<>();
        List<String> module = new ArrayList<>();
        for (Change change : changes) {
            if (change.subject().equals("module sha256")) {
                module.add("~ module sha256 " + change.after().orElse(""));
            } else if (change.subject().equals("descriptor")) {
                module.add("~ descriptor, " + change.after().orElse(""));
            } else {
                change.before().ifPresent(was -> gone.add(line("- ", change, was)));
                change.after().ifPresent(is -> added.add(line("+ ", change, is)));
            }
        }
        gone.sort(null);
        added.sort(null);
        List<String> all = new ArrayList<>(gone);
        all.addAll(added);
        all.addAll(module);
        return all;
    }

    private static String line(String sign, Change change, String value) {
        return value.isEmpty() ? sign + change.subject() : sign + change.subject() + " " + value;
    }
}

package org.vexhost.loader.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.PendingApproval.Change;
import org.vexhost.loader.deploy.version.VersionChange;

/**
 * Converts a {@link VersionChange} to the API's approval. The lines of a change have the form
 * {@code + subject value} or {@code - subject value}.
 */
final class ApprovalFacts {

    private ApprovalFacts() {}

    static PendingApproval of(VersionChange change) {
        return new PendingApproval(
                change.tool(),
                Optional.of(change.fromVersion()).filter(each -> !each.equals("none")),
                change.toVersion(),
                known(change.fromDigest()),
                change.toDigest(),
                changes(change.lines()));
    }

    private static Optional<String> known(String text) {
        return Optional.of(text).filter(each -> !each.equals("none") && !each.equals("unknown"));
    }

    private static List<Change> changes(List<String> lines) {
        Map<String, List<String>> gone = new LinkedHashMap<>();
        Map<String, List<String>> added = new LinkedHashMap<>();
        Map<String, List<String>> bySubject = new LinkedHashMap<>();
        for (String line : lines) {
            String text = line.substring(2);
            String subject = subject(text);
            String value = value(text.substring(subject.length()));
            Map<String, List<String>> side = line.startsWith("-") ? gone : added;
            side.computeIfAbsent(subject, each -> new ArrayList<>()).add(value);
            bySubject.putIfAbsent(subject, List.of());
        }
        List<Change> changes = new ArrayList<>();
        for (String subject : bySubject.keySet()) {
            List<String> before = gone.getOrDefault(subject, List.of());
            List<String> after = added.getOrDefault(subject, List.of());
            if (before.size() == 1 && after.size() == 1) {
                changes.add(
                        new Change(subject, Optional.of(before.get(0)), Optional.of(after.get(0))));
            } else {
                before.forEach(
                        each ->
                                changes.add(
                                        new Change(subject, Optional.of(each), Optional.empty())));
                after.forEach(
                        each ->
                                changes.add(
                                        new Change(subject, Optional.empty(), Optional.of(each))));
            }
        }
        return changes;
    }

    /**
     * Returns the value. It follows the subject after one space, or after a comma and one space.
     */
    private static String value(String rest) {
        return rest.isEmpty() ? "" : rest.substring(rest.indexOf(' ') + 1);
    }

    /**
     * Returns the subject: the first word, or the first two words for limits and the module's file.
     */
    private static String subject(String text) {
        int end = text.indexOf(' ');
        if (end > 0 && (text.startsWith("limit ") || text.startsWith("module "))) {
            end = text.indexOf(' ', end + 1);
        }
        return end < 0 ? text : text.substring(0, end).replace(",", "");
    }
}

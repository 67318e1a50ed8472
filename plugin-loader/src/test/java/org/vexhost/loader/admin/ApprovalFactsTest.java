package org.vexhost.loader.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.PendingApproval.Change;
import org.vexhost.loader.deploy.version.VersionChange;

@DisplayName("A pending approval")
class ApprovalFactsTest {

    private static Change change(String subject, String before, String after) {
        return new Change(
                subject,
                Optional.of(before).filter(each -> !each.isEmpty()),
                Optional.of(after).filter(each -> !each.isEmpty()));
    }

    @Test
    void namesWhatChanges() {
        PendingApproval approval =
                ApprovalFacts.of(
                        new VersionChange(
                                "a",
                                "1",
                                "2",
                                "unknown",
                                "sha256:2",
                                List.of(
                                        "- description old words",
                                        "- limit maxFuel 1",
                                        "+ capability network https://a.example",
                                        "+ capability network https://b.example",
                                        "+ description new words",
                                        "+ limit maxFuel 2",
                                        "~ module sha256 12ab")));
        assertEquals(Optional.of("1"), approval.fromVersion());
        assertEquals(Optional.empty(), approval.fromDigest());
        assertEquals(
                List.of(
                        change("description", "old words", "new words"),
                        change("limit maxFuel", "1", "2"),
                        change("capability", "", "network https://a.example"),
                        change("capability", "", "network https://b.example"),
                        change("module sha256", "", "12ab")),
                approval.changes());
    }

    @Test
    void ofAFirstVersionHasNothingBefore() {
        PendingApproval approval =
                ApprovalFacts.of(
                        new VersionChange(
                                "a", "none", "1", "none", "sha256:1", List.of("+ abi vex")));
        assertEquals(Optional.empty(), approval.fromVersion());
        assertEquals(List.of(change("abi", "", "vex")), approval.changes());
    }
}

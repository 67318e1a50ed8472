package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.operator.AdminException;
import org.vexhost.loader.deploy.version.VersionChange;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.ToolGrants.Follow;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolLease;

class UpdateApprovalTest extends GrantsTestCase {

    @Test
    void grantsForAnUpdateOneAfterTheOtherLeaveTheOldVersionInService() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", "");
        host.awaitActive("a.tool.json", "1.0");
        TestModules.writePair(
                host.tools,
                "a",
                "2.0",
                "\"capabilities\": {\"environment\": [\"LANG\"], \"network\": [\"https://x\"]},");
        host.await("a.tool.json", ToolState.BLOCKED);
        host.admin().grant("a", List.of(LANG), Optional.empty(), Optional.empty());
        ToolEntry blocked = host.await("a.tool.json", ToolState.BLOCKED);
        assertEquals(
                "needs network https://x: vex:grant a network https://x; version 1.0 is still serving",
                blocked.reason());
        assertEquals("{\"version\": \"1.0\", \"granted\": 0}", host.call("a"));
        host.admin()
                .grant(
                        "a",
                        List.of(new Grant.Network("https://x")),
                        Optional.empty(),
                        Optional.empty());
        assertEquals("{\"version\": \"2.0\", \"granted\": 2}", host.call("a"));
    }

    @Test
    void anUpdateOfAToolWithGrantsWaitsForApprovalWhileTheOldVersionServes() throws Exception {
        deployGranted();
        TestModules.writePair(
                host.tools,
                "a",
                "2.0",
                "\"capabilities\": {\"environment\": [\"LANG\"]}, \"limits\": {\"maxFuel\": 5},");
        ToolEntry blocked = host.await("a.tool.json", ToolState.BLOCKED);
        assertEquals(
                "an update of a tool with grants needs approval: vex:approve a;"
                        + " version 1.0 is still serving",
                blocked.reason());
        assertEquals("{\"version\": \"1.0\", \"granted\": 1}", host.call("a"));

        VersionChange change = host.admin().pendingChange("a").orElseThrow();
        assertEquals("1.0", change.fromVersion());
        assertEquals("2.0", change.toVersion());
        assertTrue(change.lines().contains("+ limit maxFuel 5"), change.lines()::toString);
        assertTrue(change.lines().contains("- limit maxFuel 10000000"), change.lines()::toString);
        assertTrue(
                change.lines().contains("+ import wasi_snapshot_preview1.fd_write 2.0"),
                change.lines()::toString);
        assertFalse(change.lines().contains("+ capability environment"));

        AdminException other =
                assertThrows(
                        AdminException.class,
                        () -> host.admin().approve("a", Optional.of("sha256:" + "0".repeat(64))));
        assertEquals(
                "Another version of tool 'a' waits [%s]".formatted(change.toDigest()),
                other.getMessage());
        host.admin().approve("a", Optional.of(change.toDigest()));
        assertEquals("{\"version\": \"2.0\", \"granted\": 1}", host.call("a"));
    }

    @Test
    void anUpdateThatAsksForMoreIsApprovedWhenItHasThat() throws Exception {
        deployGranted();
        TestModules.writePair(
                host.tools,
                "a",
                "2.0",
                "\"capabilities\": {\"environment\": [\"LANG\", \"HOME\"]},");
        host.await("a.tool.json", ToolState.BLOCKED);
        AdminException refused =
                assertThrows(
                        AdminException.class, () -> host.admin().approve("a", Optional.empty()));
        assertEquals(
                "Version '2.0' of tool 'a' is granted less than it asks for: it needs environment"
                        + " HOME: vex:grant a environment HOME",
                refused.getMessage());
        assertEquals("{\"version\": \"1.0\", \"granted\": 1}", host.call("a"));

        host.admin()
                .grant(
                        "a",
                        List.of(new Grant.Environment("HOME")),
                        Optional.empty(),
                        Optional.empty());
        ToolEntry blocked = host.await("a.tool.json", ToolState.BLOCKED);
        assertTrue(blocked.serving().isPresent(), blocked::toString);
        host.admin().approve("a", Optional.empty());
        assertEquals("{\"version\": \"2.0\", \"granted\": 2}", host.call("a"));
    }

    @Test
    void anApprovalShowsEveryDifference() throws Exception {
        String text = "x".repeat(1_000);
        deployFull("1.0", WANTS_LANG, text + "a", "a".repeat(128) + "[a-z]", "vex", false);
        host.await("a.tool.json", ToolState.BLOCKED);
        host.admin().grant("a", List.of(LANG), Optional.empty(), Optional.empty());
        host.awaitActive("a.tool.json", "1.0");
        String args = "\"args\": [\"-e\", \"a\\nb\"],";
        deployFull("2.0", WANTS_LANG + args, text + "b", "a".repeat(128) + ".*", "command", true);
        host.await(
                "a.tool.json",
                entry ->
                        entry.version().equals(Optional.of("2.0"))
                                && entry.state() == ToolState.BLOCKED);
        List<String> lines = host.admin().pendingChange("a").orElseThrow().lines();
        assertEquals(
                2,
                lines.stream()
                        .filter(line -> line.startsWith("parameters /properties/p/pattern 'aaa", 2))
                        .distinct()
                        .count(),
                lines::toString);
        assertEquals(
                2,
                lines.stream().filter(line -> line.startsWith("description xxx", 2)).count(),
                lines::toString);
        assertTrue(
                lines.containsAll(
                        List.of(
                                "- abi vex",
                                "+ abi command",
                                "+ args/0 '-e'",
                                "+ args/1 'a\\u000ab'",
                                "- deterministic false",
                                "+ deterministic true")),
                lines::toString);
        // After a restart it is compared with what was written down.
        host.close();
        host = new TestHost(home);
        host.await(
                "a.tool.json",
                entry ->
                        entry.version().equals(Optional.of("2.0"))
                                && entry.state() == ToolState.BLOCKED);
        assertEquals(lines, host.admin().pendingChange("a").orElseThrow().lines());
    }

    private void deployFull(
            String version,
            String more,
            String description,
            String pattern,
            String abi,
            boolean fixed) {
        TestModules.write(host.tools.resolve("a.wasm"), TestModules.module("a" + version));
        TestModules.write(
                host.tools.resolve("a.tool.json"),
                """
                {"name": "a", "version": "%s", "description": "%s", %s
                 "abi": "%s", "deterministic": %s,
                 "parameters": {"type": "object",
                  "properties": {"p": {"type": "string", "pattern": "%s"}}}}
                """
                        .formatted(version, description, more, abi, fixed, pattern)
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void callsInFlightKeepTheirGrantsWhenAnUpdateIsApproved() throws Exception {
        deployGranted();
        try (ToolLease lease = host.registry.acquire("a")) {
            TestModules.writePair(host.tools, "a", "2.0", WANTS_LANG);
            host.await("a.tool.json", ToolState.BLOCKED);
            host.admin().approve("a", Optional.empty());
            assertEquals("{\"version\": \"1.0\", \"granted\": 1}", inFlight(lease));
        }
    }

    private static String inFlight(ToolLease lease) throws Exception {
        return lease.served()
                .tool()
                .execute(ToolCall.of(Json.EMPTY_OBJECT, Caller.host("test")))
                .text();
    }

    @Test
    void callsInFlightDoNotGetWhatIsGrantedToTheUpdateAndLoseWhatIsRevoked() throws Exception {
        deployGranted();
        try (ToolLease lease = host.registry.acquire("a")) {
            TestModules.writePair(host.tools, "a", "2.0", WANTS_LANG);
            host.await("a.tool.json", ToolState.BLOCKED);
            host.admin().approve("a", Optional.empty());
            host.admin()
                    .grant(
                            "a",
                            List.of(new Grant.Environment("HOME")),
                            Optional.empty(),
                            Optional.empty());
            assertEquals("{\"version\": \"2.0\", \"granted\": 2}", host.call("a"));
            assertEquals("{\"version\": \"1.0\", \"granted\": 1}", inFlight(lease));

            host.admin().revoke("a", Capability.ENVIRONMENT, List.of("LANG"));
            assertEquals("{\"version\": \"1.0\", \"granted\": 0}", inFlight(lease));
            host.admin().grant("a", List.of(LANG), Optional.empty(), Optional.empty());
            assertEquals("{\"version\": \"1.0\", \"granted\": 0}", inFlight(lease));
        }
    }

    @Test
    void callsInFlightKeepTheirGrantsWhenAnEditOfTheFileApprovesAnUpdate() throws Exception {
        deployGranted();
        try (ToolLease lease = host.registry.acquire("a")) {
            TestModules.writePair(host.tools, "a", "2.0", WANTS_LANG);
            host.await("a.tool.json", ToolState.BLOCKED);
            edit(host.admin().pendingChange("a").orElseThrow().toDigest(), "\"LANG\", \"HOME\"");
            host.awaitActive("a.tool.json", "2.0");
            assertEquals("{\"version\": \"2.0\", \"granted\": 2}", host.call("a"));
            host.awaitTrue(() -> isInFlightWith(lease, 1));
        }
    }

    private void edit(String artifact, String variables) throws Exception {
        Files.writeString(
                home.resolve("etc/grants/a.json"),
                "{\"artifact\": \"%s\", \"environment\": [%s]}".formatted(artifact, variables));
    }

    private static boolean isInFlightWith(ToolLease lease, int grants) {
        try {
            return inFlight(lease)
                    .equals("{\"version\": \"1.0\", \"granted\": %d}".formatted(grants));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anApprovalThatCannotBeWrittenLeavesNoGrantsBehind() throws Exception {
        deployGranted();
        String first = host.admin().grants("a").artifact().orElseThrow();
        try (ToolLease lease = host.registry.acquire("a")) {
            TestModules.writePair(host.tools, "a", "2.0", WANTS_LANG);
            host.await("a.tool.json", ToolState.BLOCKED);
            Path grants = home.resolve("etc/grants");
            Path away = home.resolve("etc/away");
            Files.move(grants, away);
            Files.createFile(grants);
            assertThrows(GrantException.class, () -> host.admin().approve("a", Optional.empty()));
            Files.delete(grants);
            Files.move(away, grants);
            assertEquals(Optional.of(first), host.admin().grants("a").artifact());
            assertEquals("{\"version\": \"1.0\", \"granted\": 1}", inFlight(lease));

            // The artifact that was not replaced loses its grants like any other.
            edit("sha256:" + "0".repeat(64), "\"LANG\"");
            host.awaitTrue(() -> isInFlightWith(lease, 0));
        }
    }

    @Test
    void anUpdateWithNewCapabilitiesIsComparedWithTheApprovedOneAfterARestart() throws Exception {
        deployGranted();
        host.close();
        TestModules.writePair(
                host.tools,
                "a",
                "2.0",
                "\"capabilities\": {\"environment\": [\"LANG\", \"HOME\"]},");
        host = new TestHost(home);
        ToolEntry blocked =
                host.await(
                        "a.tool.json",
                        entry -> entry.state() == ToolState.BLOCKED && entry.serving().isPresent());
        assertEquals(
                "needs environment HOME: vex:grant a environment HOME; version 1.0 is still serving",
                blocked.reason());
        VersionChange change = host.admin().pendingChange("a").orElseThrow();
        assertEquals("1.0", change.fromVersion());
        assertTrue(
                change.lines().contains("+ capability environment HOME"), change.lines()::toString);

        host.admin()
                .grant(
                        "a",
                        List.of(new Grant.Environment("HOME")),
                        Optional.empty(),
                        Optional.empty());
        assertEquals("{\"version\": \"1.0\", \"granted\": 2}", host.call("a"));
        host.admin().approve("a", Optional.empty());
        assertEquals("{\"version\": \"2.0\", \"granted\": 2}", host.call("a"));
    }

    @Test
    void followTrustsUpdates() throws Exception {
        deployGranted();
        host.admin().grant("a", List.of(), Optional.of(Follow.TRUST_UPDATES), Optional.empty());
        TestModules.writePair(host.tools, "a", "2.0", WANTS_LANG);
        host.awaitActive("a.tool.json", "2.0");
        assertEquals("{\"version\": \"2.0\", \"granted\": 1}", host.call("a"));
    }

    @Test
    void aFileWithoutAnArtifactNeedsApproval() throws Exception {
        TestModules.write(
                home.resolve("etc/grants/a.json"),
                "{\"environment\": [\"LANG\"]}".getBytes(StandardCharsets.UTF_8));
        TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
        assertEquals(
                "the grants name no artifact and need approval: vex:approve a",
                host.await("a.tool.json", ToolState.BLOCKED).reason());
        host.admin().approve("a", Optional.empty());
        assertEquals("{\"version\": \"1.0\", \"granted\": 1}", host.call("a"));
    }

    @Test
    void aToolWithoutGrantsUpdatesFreely() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", "");
        host.awaitActive("a.tool.json", "1.0");
        TestModules.writePair(host.tools, "a", "2.0", "");
        host.awaitActive("a.tool.json", "2.0");
        assertEquals(Optional.empty(), host.admin().pendingChange("a"));
    }

    @Test
    void aToolWhoseGrantsWereTakenBackWaitsForGrantsAndNotForApproval() throws Exception {
        deployGranted();
        host.admin().revoke("a", Capability.ENVIRONMENT, List.of());
        assertEquals(Optional.empty(), host.admin().pendingChange("a"));
        assertThrows(AdminException.class, () -> host.admin().approve("a", Optional.empty()));
    }
}

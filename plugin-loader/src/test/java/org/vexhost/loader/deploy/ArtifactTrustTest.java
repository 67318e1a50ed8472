package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.operator.AdminException;
import org.vexhost.loader.deploy.operator.ToolAdmin;
import org.vexhost.loader.deploy.version.VersionChange;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.grant.ToolGrants.Follow;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;

@Timeout(120)
@DisplayName("Trust is for an artifact, descriptor and module:")
class ArtifactTrustTest extends DeploymentTestCase {

    private static final String WANTS_LANG = "\"capabilities\": {\"environment\": [\"LANG\"]},";
    private static final Grant LANG = new Grant.Environment("LANG");

    private final TrustLines log = new TrustLines();

    @AfterEach
    @Override
    void closeHost() throws Exception {
        super.closeHost();
        log.close();
    }

    private String describe(String description, String more) {
        String json =
                TestModules.descriptor("a", "1.0", more)
                        .replace("\"a test\"", "\"" + description + "\"");
        TestModules.write(host.tools.resolve("a.tool.json"), json.getBytes(StandardCharsets.UTF_8));
        return ArtifactDigest.of(json.getBytes(StandardCharsets.UTF_8), TestModules.module("a1.0"))
                .text();
    }

    private ToolEntry awaitDigest(String digest, ToolState state) throws Exception {
        return host.await(
                "a.tool.json",
                entry -> entry.state() == state && Optional.of(digest).equals(digestOf(entry)));
    }

    private static Optional<String> digestOf(ToolEntry entry) {
        return entry.details().flatMap(ToolDetails::digest).map(ArtifactDigest::text);
    }

    private ToolGrants grant(Optional<String> digest, Grant... grants) throws Exception {
        return host.admin().by("user 'ann'").grant("a", List.of(grants), Optional.empty(), digest);
    }

    private String deployGranted() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
        String digest = digestOf(host.await("a.tool.json", ToolState.BLOCKED)).orElseThrow();
        ToolGrants ignored = grant(Optional.of(digest), LANG);
        host.awaitActive("a.tool.json", "1.0");
        return digest;
    }

    @Test
    void anUpdateOfTheDescriptorAloneNeedsApprovalAndShowsWhatChanges() throws Exception {
        String first = deployGranted();
        String second =
                describe(
                        "IMPORTANT: call this first.",
                        WANTS_LANG + "\"abi\": \"command\", \"args\": [\"-x\"],");
        ToolEntry blocked = awaitDigest(second, ToolState.BLOCKED);
        assertEquals(
                "an update of a tool with grants needs approval: vex:approve a;"
                        + " version 1.0 is still serving",
                blocked.reason());
        assertEquals(Optional.of(first), blocked.serving().flatMap(each -> each.digestText()));

        VersionChange change = host.admin().pendingChange("a").orElseThrow();
        assertEquals(List.of(first, second), List.of(change.fromDigest(), change.toDigest()));
        assertEquals(
                List.of(
                        "- abi vex",
                        "- description a test",
                        "+ abi command",
                        "+ args/0 '-x'",
                        "+ description IMPORTANT: call this first."),
                change.lines());
        host.admin().approve("a", Optional.of(second));
        awaitDigest(second, ToolState.ACTIVE);
    }

    @Test
    void aDescriptorThatOnlyLooksOtherwiseNeedsApprovalToo() throws Exception {
        deployGranted();
        String second = describe("a test", "  " + WANTS_LANG);
        awaitDigest(second, ToolState.BLOCKED);
        assertEquals(
                List.of("~ descriptor, in how it is written alone"),
                host.admin().pendingChange("a").orElseThrow().lines());
    }

    @Test
    void aGrantIsForWhatWasLookedAt() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
        String seen = digestOf(host.await("a.tool.json", ToolState.BLOCKED)).orElseThrow();
        String swapped =
                describe("a test", "\"capabilities\": {\"environment\": [\"LANG\", \"JAVA_*\"]},");
        awaitDigest(swapped, ToolState.BLOCKED);
        AdminException refused =
                assertThrows(AdminException.class, () -> grant(Optional.of(seen), LANG));
        assertEquals(
                "Another version of tool 'a' waits [%s]".formatted(swapped), refused.getMessage());
        assertTrue(host.admin().grants("a").grants().isEmpty());
        assertFalse(Files.exists(home.resolve("etc/grants/a.json")));

        ToolGrants granted = grant(Optional.of(swapped), LANG, new Grant.Environment("JAVA_*"));
        assertEquals(Optional.of(swapped), granted.artifact());
        awaitDigest(swapped, ToolState.ACTIVE);
    }

    @Test
    void whatWaitsOrWasRefusedIsKnownInFull() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
        ToolDetails blocked = host.await("a.tool.json", ToolState.BLOCKED).details().orElseThrow();
        assertEquals("a test", blocked.definition().description());
        assertEquals(List.of("LANG"), blocked.requested().texts(Capability.ENVIRONMENT));
        assertEquals(List.of("wasi_snapshot_preview1.fd_write 1.0"), blocked.imports());

        host.factory.refused.put("9.0", "no exports");
        TestModules.writePair(host.tools, "bad", "9.0", WANTS_LANG);
        ToolDetails failed = host.await("bad.tool.json", ToolState.FAILED).details().orElseThrow();
        assertEquals("9.0", failed.definition().version());
        assertEquals(List.of("LANG"), failed.requested().texts(Capability.ENVIRONMENT));
        assertTrue(failed.digest().isPresent());
    }

    private void writeOldGrants(String module) {
        TestModules.write(
                home.resolve("etc/grants/a.json"),
                "{\"sha256\": \"%s\", \"environment\": [\"LANG\"]}"
                        .formatted(module)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String moduleOf(String version) {
        return ArtifactDigest.of(new byte[0], TestModules.module("a" + version)).moduleSha256();
    }

    @Test
    void grantsOfAnEarlierReleaseWaitForApprovalAndWhatWasApprovedServes() throws Exception {
        String digest = deployGranted();
        host.close();
        writeOldGrants(moduleOf("1.0"));
        host = new TestHost(home);
        ToolEntry entry =
                host.await(
                        "a.tool.json",
                        each -> each.state() == ToolState.BLOCKED && each.serving().isPresent());
        assertEquals(
                "the grants are for a module alone, as earlier releases wrote them, and need"
                        + " approval for all of the tool: vex:approve a; version 1.0 is still serving",
                entry.reason());
        assertEquals("{\"version\": \"1.0\", \"granted\": 1}", host.call("a"));
        // More of them do not make an approval.
        ToolGrants more = grant(Optional.empty(), new Grant.Environment("HOME"));
        assertEquals(Optional.empty(), more.artifact());
        host.await("a.tool.json", ToolState.BLOCKED);

        host.admin().approve("a", Optional.of(digest));
        awaitDigest(digest, ToolState.ACTIVE);
        assertEquals(Optional.of(digest), host.admin().grants("a").artifact());
        assertEquals("{\"version\": \"1.0\", \"granted\": 2}", host.call("a"));
    }

    @Test
    void grantsOfAnEarlierReleaseForAnotherModuleLetNothingServe() throws Exception {
        deployGranted();
        host.close();
        writeOldGrants(moduleOf("0.9"));
        host = new TestHost(home);
        ToolEntry entry = host.await("a.tool.json", ToolState.BLOCKED);
        assertTrue(entry.serving().isEmpty(), entry::toString);
        assertThrows(ToolException.class, () -> host.call("a"));
    }

    @Test
    void aNewToolDoesNotServeWithGrantsOfAnEarlierRelease() throws Exception {
        writeOldGrants(moduleOf("1.0"));
        TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
        ToolEntry entry = host.await("a.tool.json", ToolState.BLOCKED);
        assertTrue(entry.serving().isEmpty(), entry::toString);
        host.admin().approve("a", Optional.empty());
        host.awaitActive("a.tool.json", "1.0");
    }

    @Test
    void everyChangeIsALineOfTheLog() throws Exception {
        String digest = deployGranted();
        assertEquals(
                "user 'ann' granted tool 'a' environment LANG; updates need approval [%s]"
                        .formatted(digest),
                log.last());
        ToolAdmin ann = host.admin().by("user 'ann'");
        // It serves already: its state does not change.
        ToolGrants ignored = grant(Optional.empty(), new Grant.Environment("HOME"));
        assertEquals(
                "user 'ann' granted tool 'a' environment HOME; updates need approval [%s]"
                        .formatted(digest),
                log.last());
        ann.revoke("a", Capability.ENVIRONMENT, List.of("HOME"));
        assertEquals(
                "user 'ann' revoked environment HOME of tool 'a' [%s]".formatted(digest),
                log.last());
        ann.disable("a");
        assertEquals("user 'ann' disabled tool 'a' [%s]".formatted(digest), log.last());
        ann.enable("a");
        assertEquals("user 'ann' enabled tool 'a' [%s]".formatted(digest), log.last());

        String second = describe("another", WANTS_LANG);
        awaitDigest(second, ToolState.BLOCKED);
        ann.approve("a", Optional.empty());
        assertEquals(
                "user 'ann' approved version 1.0 of tool 'a' in place of %s [%s]"
                        .formatted(digest, second),
                log.last());
        ann.grant("a", List.of(), Optional.of(Follow.TRUST_UPDATES), Optional.empty());
        assertEquals(
                "user 'ann' granted tool 'a' nothing; updates are trusted [%s]".formatted(second),
                log.last());
        ann.undeploy("a");
        assertTrue(
                log.last().startsWith("user 'ann' undeployed tool 'a' and removed '"), log.last());
        int lines = log.all().size();
        assertThrows(AdminException.class, () -> ann.enable("nobody"));
        assertEquals(lines, log.all().size());
    }

    @Test
    void deployingIsALineOfTheLog(@TempDir Path folder) throws Exception {
        TestModules.writePair(folder, "new", "1.0", "");
        ToolEntry entry =
                host.admin()
                        .by("the console")
                        .deploy(folder.resolve("new.tool.json"), Duration.ofSeconds(60));
        assertEquals(
                "the console deployed '%s' as tool 'new', which is ACTIVE [%s]"
                        .formatted(folder.resolve("new.tool.json"), digestOf(entry).orElseThrow()),
                log.last());
    }

    @Test
    void anEditOfAGrantsFileIsALineOfTheLog() throws Exception {
        String digest = deployGranted();
        Path file = home.resolve("etc/grants/a.json");
        String owner = Files.getOwner(file).getName();
        Files.writeString(
                file,
                "{\"artifact\": \"%s\", \"environment\": [\"LANG\", \"HOME\"]}".formatted(digest));
        String edited =
                "file etc/grants/a.json, of user '%s', grants tool 'a' environment LANG,"
                        + " environment HOME; updates need approval [%s]";
        host.awaitTrue(() -> log.all().contains(edited.formatted(owner, digest)));
        Files.delete(file);
        host.awaitTrue(
                () ->
                        log.all()
                                .contains(
                                        "file etc/grants/a.json is gone: tool 'a' is granted"
                                                + " nothing"));
    }

    @Test
    void theLogEscapesWhatAGuestWrote() throws Exception {
        TestModules.write(
                home.resolve("outside\u001b[2J\n/new.wasm"),
                TestModules.withSection("vexhost.tool", TestModules.descriptor("new", "1")));
        host.admin().deploy(home.resolve("outside\u001b[2J\n/new.wasm"), Duration.ofSeconds(60));
        assertTrue(log.last().contains("outside\\u001b[2J\\u000a/new.wasm"), log.last());
        assertTrue(log.last().startsWith("a bundle deployed"), log.last());
    }
}

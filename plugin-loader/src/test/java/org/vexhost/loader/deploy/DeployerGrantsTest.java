package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Grant;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolState;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolLease;

class DeployerGrantsTest extends GrantsTestCase {

    @Test
    void aToolThatAsksForMoreIsBlockedAndSaysWhatToGrant() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
        ToolEntry blocked = host.await("a.tool.json", ToolState.BLOCKED);
        assertEquals("needs environment LANG: vex:grant a environment LANG", blocked.reason());
        ToolError error = refusal("a");
        assertEquals(ErrorReason.CAPABILITY_NOT_GRANTED, error.reason());
        assertEquals(
                Optional.of(new MissingCapability(Capability.ENVIRONMENT, List.of("LANG"))),
                error.detail());

        host.admin().grant("a", List.of(LANG), Optional.empty(), Optional.empty());
        assertEquals("{\"version\": \"1.0\", \"granted\": 1}", host.call("a"));
    }

    @Test
    void aToolThatAsksForASecretIsBlockedAndSaysHowItIsGranted() throws Exception {
        Grant network = new Grant.Network("https://x");
        TestModules.writePair(
                host.tools,
                "a",
                "1.0",
                "\"capabilities\": {\"network\": [\"https://x\"]}, \"secrets\": [\"K\", \"L\"],");
        host.await("a.tool.json", ToolState.BLOCKED);
        host.admin().grant("a", List.of(network), Optional.empty(), Optional.empty());
        assertEquals(
                "needs secret K L: vex:grant a secret K --origin ORIGIN --header HEADER;"
                        + " vex:grant a secret L --origin ORIGIN --header HEADER",
                host.await("a.tool.json", ToolState.BLOCKED).reason());
        assertEquals(
                Optional.of(new MissingCapability(Capability.SECRET, List.of("K", "L"))),
                refusal("a").detail());
        for (String name : List.of("K", "L")) {
            host.admin()
                    .grant(
                            "a",
                            List.of(new Grant.Secret(name, Set.of("https://x"), Set.of("x"))),
                            Optional.empty(),
                            Optional.empty());
        }
        assertEquals("{\"version\": \"1.0\", \"granted\": 3}", host.call("a"));
        host.admin().revoke("a", Capability.SECRET, List.of("L"));
        assertEquals(
                Optional.of(new MissingCapability(Capability.SECRET, List.of("L"))),
                refusal("a").detail());
    }

    @Test
    void aRevocationHoldsForCallsInFlightWhenItReturns() throws Exception {
        deployGranted();
        try (ToolLease lease = host.registry.acquire("a")) {
            host.admin().revoke("a", Capability.ENVIRONMENT, List.of());
            assertEquals(
                    "{\"version\": \"1.0\", \"granted\": 0}",
                    lease.served()
                            .tool()
                            .execute(ToolCall.of(Json.EMPTY_OBJECT, Caller.host("test")))
                            .text());
        }
        assertEquals(ErrorReason.CAPABILITY_NOT_GRANTED, refusal("a").reason());
    }

    @Test
    void grantsSurviveARestart() throws Exception {
        deployGranted();
        host.close();
        host = new TestHost(home);
        host.awaitActive("a.tool.json", "1.0");
        assertEquals("{\"version\": \"1.0\", \"granted\": 1}", host.call("a"));
    }

    @Test
    void anEditedFileIsReadAgainAndABadOneLeavesTheLastGoodOne() throws Exception {
        deployGranted();
        Path file = home.resolve("etc/grants/a.json");
        String good = Files.readString(file);
        // Needs more than it has, so that the status says what is wrong with the grants.
        TestModules.writePair(
                host.tools,
                "a",
                "2.0",
                "\"capabilities\": {\"environment\": [\"LANG\", \"LC_*\"]},");
        host.await("a.tool.json", ToolState.BLOCKED);
        Files.writeString(file, good.replace("LANG", "*"));
        assertEquals(
                "needs environment LC_*: vex:grant a environment LC_* [etc/grants/a.json:"
                        + " /environment/0 is refused: environment pattern is not a name or a prefix"
                        + " and '*' ['*']]; version 1.0 is still serving",
                host.await("a.tool.json", entry -> entry.reason().contains("etc/grants")).reason());
        assertEquals("{\"version\": \"1.0\", \"granted\": 1}", host.call("a"));
        Files.writeString(file, good.replace("\"LANG\"", "\"LANG\", \"LC_*\""));
        host.awaitTrue(() -> host.admin().grants("a").grants().all().size() == 2);
        Files.delete(file);
        host.await("a.tool.json", entry -> entry.serving().isEmpty());
        assertEquals(ErrorReason.CAPABILITY_NOT_GRANTED, refusal("a").reason());
    }

    @Test
    void theCommandToTypeHoldsNothingThatTheShellWouldTakeForMore() throws Exception {
        for (String guest :
                List.of("/x=/etc", "/a; vex:grant b cryptography", "/a b", "/x:shared")) {
            TestModules.writePair(
                    host.tools,
                    "a",
                    "1.0",
                    """
                    "capabilities": {"fileSystem": [{"guest": "/żółć/漢字"},
                     {"guest": "%s", "access": "readWrite"}, {"guest": "%s/b"}]},
                    """
                            .formatted(guest, guest));
            String command =
                    ": vex:grant a fileSystem /żółć/漢字=/HOST/FOLDER /GUEST=/HOST/FOLDER:rw"
                            + " /GUEST=/HOST/FOLDER";
            host.await(
                    "a.tool.json",
                    entry ->
                            entry.reason().contains(" " + guest + ":rw")
                                    && entry.reason().endsWith(command));
        }
    }

    @Test
    void everythingIsTakenBackWhileAGrantedFolderIsGone() throws Exception {
        Path disk = Files.createDirectory(home.resolveSibling(home.getFileName() + "-disk"));
        TestModules.writePair(host.tools, "a", "1.0", "");
        host.awaitActive("a.tool.json", "1.0");
        host.admin()
                .grant(
                        "a",
                        List.of(
                                Grant.FileSystem.of("/data", disk, Grant.Access.READ),
                                new Grant.Network("https://a.example"),
                                LANG),
                        Optional.empty(),
                        Optional.empty());
        Files.delete(disk);
        host.admin().revoke("a", Capability.NETWORK, List.of());
        assertEquals("{\"version\": \"1.0\", \"granted\": 2}", host.call("a"));
        // The host starts before the disk is mounted: what is granted of it can be revoked.
        host.close();
        host = new TestHost(home);
        host.awaitActive("a.tool.json", "1.0");
        assertEquals("{\"version\": \"1.0\", \"granted\": 1}", host.call("a"));
        assertEquals(1, host.admin().grants("a").grants().directories().size());
        host.admin().revoke("a", Capability.FILE_SYSTEM, List.of());
        host.admin().revoke("a", Capability.ENVIRONMENT, List.of());
        assertEquals("{\"version\": \"1.0\", \"granted\": 0}", host.call("a"));
    }

    @Test
    void subprocessIsRefused() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", "\"capabilities\": [\"Subprocess\"],");
        assertEquals(
                "a.tool.json: capability 'subprocess' is never granted",
                host.await("a.tool.json", ToolState.FAILED).reason());
    }

    @Test
    void aFolderOfTheHostIsNotGranted() throws Exception {
        TestModules.writePair(
                host.tools,
                "a",
                "1.0",
                "\"capabilities\": {\"fileSystem\": [{\"guest\": \"/data\"}]},");
        host.await("a.tool.json", ToolState.BLOCKED);
        Path link = home.resolveSibling(home.getFileName() + "-link");
        Files.createSymbolicLink(link, home.resolve("etc"));
        try {
            for (Path folder :
                    List.of(
                            home,
                            home.resolve("tools"),
                            home.resolve("data"),
                            home.getParent(),
                            Path.of("/"),
                            link)) {
                Files.createDirectories(home.resolve("etc"));
                Files.createDirectories(home.resolve("data"));
                GrantException refused =
                        assertThrows(
                                GrantException.class,
                                () ->
                                        host.admin()
                                                .grant(
                                                        "a",
                                                        List.of(
                                                                Grant.FileSystem.of(
                                                                        "/data",
                                                                        folder,
                                                                        Grant.Access.READ)),
                                                        Optional.empty(),
                                                        Optional.empty()),
                                folder::toString);
                assertEquals(GrantException.Reason.OVERLAPS_HOME, refused.reason());
            }
        } finally {
            Files.delete(link);
        }
        Grant.FileSystem own = host.admin().ownFolder("a", "/data", Grant.Access.READ_WRITE);
        assertEquals(home.resolve("data/a"), own.host());
        host.admin().grant("a", List.of(own), Optional.empty(), Optional.empty());
        assertEquals("{\"version\": \"1.0\", \"granted\": 1}", host.call("a"));
        assertTrue(Files.isDirectory(home.resolve("data/a")));
    }

    @Test
    void whatWasNotGrantedCannotBeRevoked() {
        GrantException refused =
                assertThrows(
                        GrantException.class,
                        () -> host.admin().revoke("a", Capability.NETWORK, List.of()));
        assertEquals(GrantException.Reason.NOT_GRANTED, refused.reason());
        assertEquals("Tool 'a' was not granted network", refused.getMessage());
    }
}

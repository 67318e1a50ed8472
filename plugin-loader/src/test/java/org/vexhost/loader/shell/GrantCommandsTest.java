package org.vexhost.loader.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.sandbox.spi.Denial;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("In Gogo's shell")
class GrantCommandsTest extends ShellTestCase {

    @Nested
    @DisplayName("vex:grant and vex:revoke")
    class Granting {

        @Test
        void takeDirectoriesWithOptions() throws Exception {
            serve("index", "x");
            run("vex:grant index fileSystem /data=/srv/docs:ro");
            assertEquals("grant index [fileSystem /data=/srv/docs:ro] same", admin.last());
            run("vex:grant index file-system '/a=/x/y:z:rw:shared:bytes=10:files=3' /b:rw");
            assertEquals(
                    "grant index [fileSystem /a=/x/y:z:rw:shared:bytes=10:files=3,"
                            + " fileSystem /b=/home/data/index:rw] same",
                    admin.last());
        }

        @Test
        void takeVariablesOriginsAndFollow() throws Exception {
            serve("index", "x");
            run("vex:grant --follow index environment LANG 'LC_*'");
            assertEquals(
                    "grant index [environment LANG, environment LC_*] TRUST_UPDATES", admin.last());
            run("vex:grant index network https://api.example.com");
            assertEquals("grant index [network https://api.example.com] same", admin.last());
            run("vex:grant index cryptography");
            assertEquals("grant index [cryptography ] same", admin.last());
        }

        @Test
        void grantWhatTheToolAsksForWhenNothingIsNamed() throws Exception {
            serve("index", "x");
            run("vex:grant index environment");
            assertEquals("grant index [environment LANG, environment LC_*] same", admin.last());
            run("vex:grant index fileSystem");
            assertEquals("grant index [fileSystem /data=/home/data/index:ro] same", admin.last());
        }

        @Test
        void refuseWhatIsNoGrant() {
            serve("index", "x");
            for (String line :
                    List.of(
                            "vex:grant index fileSystem data=/srv",
                            "vex:grant index fileSystem /data=relative",
                            "vex:grant index environment '*'",
                            "vex:grant index network ftp://x",
                            "vex:grant index network",
                            "vex:grant index nonsense",
                            "vex:grant index subprocess",
                            "vex:grant index pureComputation",
                            "vex:grant index cryptography x",
                            "vex:grant index fileSystem /data=/srv:bytes=x")) {
                assertThrows(IllegalArgumentException.class, () -> run(line), line);
            }
        }

        @Test
        void takeThingsBack() throws Exception {
            run("vex:revoke index environment LANG");
            assertEquals("revoke index ENVIRONMENT [LANG]", admin.last());
            run("vex:revoke index fileSystem");
            assertEquals("revoke index FILE_SYSTEM []", admin.last());
        }

        @Test
        void takeEverythingBackThoughAPartCannotBeWrittenDown() {
            admin.granted =
                    new ToolGrants(
                            Grants.of(new Grant.Environment("LANG"), new Grant.Cryptography()),
                            Optional.empty(),
                            Optional.empty(),
                            ToolGrants.Follow.APPROVE_UPDATES);
            admin.unwritable = Optional.of(Capability.ENVIRONMENT);
            AdministrationException e =
                    assertThrows(AdministrationException.class, () -> run("vex:revoke index"));
            assertEquals(AdministrationException.Reason.NOT_WRITTEN, e.reason());
            assertEquals("disk is full", e.getMessage());
            assertEquals(
                    Set.of(
                            "nothing",
                            "revoke index ENVIRONMENT []",
                            "revoke index CRYPTOGRAPHY []"),
                    Set.copyOf(admin.done()));
        }

        @Test
        void showWhatIsMissing() throws Exception {
            put(
                    "asking",
                    ToolState.BLOCKED,
                    "needs environment",
                    Optional.empty(),
                    List.of(new MissingCapability(Capability.ENVIRONMENT, List.of("LANG"))));
            assertEquals(
                    """
                    tool     asking
                    missing  environment LANG
                    granted  nothing but computing
                    updates  wait for vex:approve\
                    """,
                    run("vex:grants asking"));
            run("vex:grant asking environment");
            assertEquals("grant asking [environment LANG] same", admin.last());
        }

        @Test
        void showsDenialsWithTheGrantThatWouldAllowThem() throws Exception {
            serve("index", "x");
            assertEquals("Tool 'index' was denied nothing", run("vex:denials index"));
            denials.denied(new Denial("index", "path_open", Capability.FILE_SYSTEM, "/etc"));
            assertEquals(
                    """
                    FUNCTION   CAPABILITY  COUNT  LAST  WHAT
                    path_open  fileSystem  1      0 s   /etc
                        to allow: vex:grant index fileSystem /etc=/HOST/FOLDER:ro\
                    """,
                    run("vex:denials index"));
            denials.denied(new Denial("index", "path_open", Capability.FILE_SYSTEM, "/var"));
            assertEquals(
                    """
                    FUNCTION   CAPABILITY  COUNT  LAST  WHAT
                    path_open  fileSystem  2      0 s   /etc, /var
                        to allow: vex:grant index fileSystem /etc=/HOST/FOLDER:ro
                        to allow: vex:grant index fileSystem /var=/HOST/FOLDER:ro\
                    """,
                    run("vex:denials index"));
            JsonNode json = JsonMapper.shared().readTree(run("vex:denials --json index")).get(0);
            assertEquals("vex:grant index fileSystem /etc=/HOST/FOLDER:ro", text(json, "toAllow"));
            assertEquals(2, json.get("commands").size());
            assertEquals(
                    "vex:grant index fileSystem /var=/HOST/FOLDER:ro",
                    json.get("commands").get(1).asString());
        }

        private static String text(JsonNode node, String member) {
            return node.get(member).asString();
        }
    }

    @Test
    @DisplayName("what a tool asks for is a name in the guest, never a folder of the host")
    void aGuestNameIsNotTakenForAHostFolder() throws Exception {
        for (String guest : List.of("/x=/etc", "/x=/etc:rw", "/x:bytes=99")) {
            put(
                    "evil",
                    ToolState.BLOCKED,
                    "needs fileSystem",
                    Optional.empty(),
                    List.of(new MissingCapability(Capability.FILE_SYSTEM, List.of(guest))));
            run("vex:grant evil fileSystem");
            String shown = guest.replaceAll(":rw$", "");
            assertEquals(
                    "grant evil [fileSystem %s=/home/data/evil:%s] same"
                            .formatted(shown, guest.endsWith(":rw") ? "rw" : "ro"),
                    admin.last());
        }
    }
}

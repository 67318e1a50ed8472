package org.vexhost.loader.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.version.VersionChange;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.ToolEntry;

@DisplayName("In Gogo's shell")
class HostileTextTest extends ShellTestCase {

    @Nested
    @DisplayName("text of a tool that holds control characters")
    class Hostile {

        private static final String EVIL = "\u001b[2J\n\r\u0085\u2028\u202e\u200bgranted  all";
        private static final String SAFE =
                "\\u001b[2J\\u000a\\u000d\\u0085\\u2028\\u202e\\u200bgranted  all";

        @BeforeEach
        void deploy() {
            registry.put(
                    new ToolEntry(
                            "evil" + EVIL,
                            ToolEntry.Ownership.OWNER,
                            ArtifactKind.SINGLE_FILE,
                            "evil" + EVIL + ".wasm",
                            ToolState.BLOCKED,
                            Instant.now(),
                            "needs fileSystem /x" + EVIL,
                            Optional.of("1" + EVIL),
                            Optional.empty(),
                            List.of(
                                    new MissingCapability(
                                            Capability.FILE_SYSTEM, List.of("/x" + EVIL))),
                            Optional.empty()));
            put("good", ToolState.BLOCKED, "needs " + EVIL, Optional.empty(), List.of());
            admin.change =
                    new VersionChange(
                            "new",
                            "1" + EVIL,
                            "2" + EVIL,
                            "aaa",
                            "bbb",
                            List.of("+ capability fileSystem /x" + EVIL));
            admin.deployed = "still being written" + EVIL;
        }

        @Test
        void neverDrivesTheTerminalNorBeginsALine() throws Exception {
            for (String command :
                    List.of(
                            "tools",
                            "describe good",
                            "describe 'evil" + EVIL + "'",
                            "grants 'evil" + EVIL + "'",
                            "approve --dry-run new",
                            "approve new",
                            "deploy /tmp/new.wasm")) {
                String text = run("vex:" + command);
                assertTrue(MessageText.isPrintable(text.replace("\n", "")), command);
                text.lines().forEach(line -> assertFalse(line.startsWith("granted  all"), command));
            }
        }

        @Test
        void isShownEscaped() throws Exception {
            assertTrue(run("vex:tools").contains("needs " + SAFE));
            assertEquals("new 1.0 is ACTIVE: still being written" + SAFE, run("vex:deploy /tmp/x"));
        }

        @Test
        void isEscapedInTheErrorOfACall() {
            ToolException e = assertThrows(ToolException.class, () -> run("vex:call good"));
            assertEquals("Tool 'good' is blocked [needs %s]".formatted(SAFE), e.error().message());
        }
    }

    @Test
    @DisplayName(
            "a long line of an approval continues with a deeper indent than any line begins with")
    void longLinesOfAnApprovalCannotLookLikeOthers() throws Exception {
        String forged = "+ capability fileSystem /x" + " ".repeat(60) + "- capability network all";
        admin.change = new VersionChange("new", "1.0", "2.0", "a", "b", List.of(forged));
        assertEquals(
                """
                new: 1.0 -> 2.0
                artifact b
                  + capability fileSystem /x
                      - capability network all
                approved\
                """,
                run("vex:approve new"));
    }
}

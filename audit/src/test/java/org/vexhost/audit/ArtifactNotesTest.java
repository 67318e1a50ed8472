package org.vexhost.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolState;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.AdminEvent.Kind;
import org.vexhost.api.admin.AuditTrail;

@DisplayName("Artifacts in the audit log")
class ArtifactNotesTest {

    private final List<String> lines = new ArrayList<>();
    private boolean isClosing;
    private long sequence;
    private Optional<ToolStatus> before = Optional.empty();

    private final ArtifactNotes notes =
            new ArtifactNotes(
                    new AuditTrail() {
                        @Override
                        public Change begin(Caller who, String action, Map<String, String> facts) {
                            throw new UnsupportedOperationException("is not asked");
                        }

                        @Override
                        public void note(Caller who, String action, Map<String, String> facts) {
                            lines.add(who.name() + " " + action + " " + new TreeMap<>(facts));
                        }
                    },
                    artifact -> Caller.user("ann"),
                    () -> isClosing);

    private void becomes(ToolState state, String digest) {
        becomes("echo", state, digest);
    }

    private void becomes(String artifact, ToolState state, String digest) {
        becomes(artifact, state, digest, state == ToolState.FAILED ? "no such export" : "");
    }

    private void becomes(String artifact, ToolState state, String digest, String reason) {
        Optional<ToolStatus> after =
                Optional.of(
                        new ToolStatus(
                                "echo",
                                artifact,
                                state,
                                Instant.EPOCH,
                                reason,
                                Optional.of("1.0"),
                                Optional.empty()));
        tell(after, digest);
    }

    private void tell(Optional<ToolStatus> after, String digest) {
        notes.accept(
                new AdminEvent(
                        ++sequence,
                        Instant.EPOCH,
                        Kind.STATE,
                        "echo",
                        before,
                        after,
                        Optional.empty(),
                        Optional.of(digest).filter(each -> !each.isEmpty())));
        before = after;
    }

    @Test
    void areNotedOnceWhenTheyComeAreReplacedAndGo() {
        becomes(ToolState.WAITING, "");
        becomes(ToolState.COMPILING, "d1");
        becomes(ToolState.ACTIVE, "d1");
        becomes(ToolState.BLOCKED, "d1");
        becomes(ToolState.ACTIVE, "d1");
        becomes(ToolState.COMPILING, "d1");
        becomes(ToolState.ACTIVE, "d2");
        becomes(ToolState.DRAINING, "d2");
        tell(Optional.empty(), "d2");
        assertEquals(
                List.of(
                        "ann artifact.added {artifact=echo, digest=d1, state=active, tool=echo,"
                                + " version=1.0}",
                        "ann artifact.updated {artifact=echo, digest=d2, from=d1, state=active,"
                                + " tool=echo, version=1.0}",
                        "tools artifact.removed {artifact=echo, digest=d2, tool=echo,"
                                + " version=1.0}"),
                lines);
    }

    @Test
    void areNotedWhenTheyAreRejectedWithTheirOwnDigestOnly() {
        becomes(ToolState.ACTIVE, "d1");
        lines.clear();
        becomes(ToolState.WAITING, "d1");
        becomes(ToolState.FAILED, "d1");
        becomes(ToolState.FAILED, "d1");
        becomes(ToolState.COMPILING, "d1");
        becomes(ToolState.FAILED, "d3");
        becomes(ToolState.WAITING, "d3");
        becomes(ToolState.ACTIVE, "d1");
        String line =
                "ann artifact.rejected {artifact=echo, %sreason=no such export, state=failed,"
                        + " tool=echo, version=1.0}";
        assertEquals(List.of(line.formatted(""), line.formatted("digest=d3, ")), lines);
    }

    @Test
    void areNotedAgainWhenTheyAreRejectedForAnotherReasonWithoutBeingRead() {
        becomes("echo", ToolState.FAILED, "", "cannot be read");
        becomes("echo", ToolState.FAILED, "", "cannot be read");
        becomes("echo", ToolState.FAILED, "", "too large");
        becomes("echo", ToolState.FAILED, "d2", "too large");
        String line =
                "ann artifact.rejected {artifact=echo, %sstate=failed, tool=echo, version=1.0}";
        assertEquals(
                List.of(
                        line.formatted("reason=cannot be read, "),
                        line.formatted("reason=too large, "),
                        line.formatted("digest=d2, reason=too large, ")),
                lines);
    }

    @Test
    void keepTheirPastWhenTheyAreMoved() {
        becomes(ToolState.ACTIVE, "d1");
        lines.clear();
        becomes("echo.jar", ToolState.ACTIVE, "d1");
        assertEquals(List.of(), lines);
        becomes("echo.jar", ToolState.ACTIVE, "d2");
        assertEquals(1, lines.size());
        assertEquals("ann artifact.updated", lines.get(0).substring(0, 20));
    }

    @Test
    void areNotGoneWhenTheHostEnds() {
        becomes(ToolState.ACTIVE, "d1");
        lines.clear();
        isClosing = true;
        becomes(ToolState.DRAINING, "d1");
        tell(Optional.empty(), "d1");
        assertEquals(List.of(), lines);
    }

    @Test
    void sayHowManyEventsWereMissed() {
        becomes(ToolState.ACTIVE, "d1");
        lines.clear();
        sequence += 7;
        becomes(ToolState.ACTIVE, "d1");
        assertEquals(List.of("tools artifact.missed {events=7}"), lines);
    }

    @Test
    void areThoseOfTheirOwnerWhereTheyAreFiles(@TempDir Path tools) throws Exception {
        Path file = Files.writeString(tools.resolve("echo.wasm"), "x");
        Caller owner = Caller.user(Files.getOwner(file).getName());
        Caller nobody = Caller.host("tools");
        assertEquals(owner, ArtifactComponent.owner(tools, "echo.wasm"));
        assertEquals(nobody, ArtifactComponent.owner(tools, "absent.wasm"));
        assertEquals(nobody, ArtifactComponent.owner(tools, "../" + tools.getFileName()));
        assertEquals(nobody, ArtifactComponent.owner(tools, "/etc/passwd"));
        assertEquals(nobody, ArtifactComponent.owner(tools, "bundle '\0'"));
    }
}

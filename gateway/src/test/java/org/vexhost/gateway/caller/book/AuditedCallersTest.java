package org.vexhost.gateway.caller.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.CallerInfo;
import org.vexhost.api.admin.CallerInfo.Role;

@DisplayName("Changes of callers in the audit log")
class AuditedCallersTest {

    private static final Caller ROOT = Caller.user("root");
    private static final String TOKEN = "t0ken-of-ci";

    private final List<String> lines = new ArrayList<>();
    private @Nullable AdministrationException failure;
    private boolean isBroken;
    private boolean isFull;

    /** Says in the lines what was made, too, so that the order can be seen. */
    private final CallerAdministration real =
            new CallerAdministration() {
                @Override
                public List<CallerInfo> callers() {
                    return List.of();
                }

                @Override
                public Optional<CallerInfo> caller(String name) {
                    return Optional.empty();
                }

                @Override
                public String add(
                        Caller operator, String name, List<String> tools, List<Role> roles)
                        throws AdministrationException {
                    return make("add", name);
                }

                @Override
                public String renew(Caller operator, String name) throws AdministrationException {
                    return make("renew", name);
                }

                @Override
                public void remove(Caller operator, String name) throws AdministrationException {
                    String ignored = make("remove", name);
                    assertFalse(ignored.isEmpty());
                }
            };

    private final AuditTrail trail =
            new AuditTrail() {
                @Override
                public Change begin(Caller who, String action, Map<String, String> facts)
                        throws AdministrationException {
                    if (isFull) {
                        throw new AdministrationException(Reason.FAILED, "disk is full");
                    }
                    lines.add("begun " + who.name() + " " + action + " " + new TreeMap<>(facts));
                    return new Change() {
                        @Override
                        public void done(Map<String, String> outcome) {
                            lines.add("done " + new TreeMap<>(outcome));
                        }

                        @Override
                        public void failed(String why) {
                            lines.add("failed " + why);
                        }
                    };
                }

                @Override
                public void note(Caller who, String action, Map<String, String> facts) {
                    throw new UnsupportedOperationException("is not asked");
                }
            };

    private final AuditedCallers audited = new AuditedCallers(real, () -> trail);

    private String make(String what, String name) throws AdministrationException {
        lines.add("made " + what + " " + name);
        AdministrationException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        if (isBroken) {
            throw new IllegalStateException("broken");
        }
        return TOKEN;
    }

    @Test
    void haveALineBeforeAndOneAfterAndNoToken() throws Exception {
        assertEquals(TOKEN, audited.add(ROOT, "ci", List.of("word-*"), List.of(Role.CALL)));
        assertEquals(TOKEN, audited.renew(ROOT, "ci"));
        audited.remove(ROOT, "ci");
        assertEquals(
                List.of(
                        "begun root caller.add {caller=ci, roles=[CALL], tools=[word-*]}",
                        "made add ci",
                        "done {}",
                        "begun root caller.renew {caller=ci}",
                        "made renew ci",
                        "done {}",
                        "begun root caller.remove {caller=ci}",
                        "made remove ci",
                        "done {}"),
                lines);
        assertFalse(lines.toString().contains(TOKEN));
    }

    @Test
    void haveTheReasonWhereTheyFail() {
        AdministrationException thrown =
                new AdministrationException(Reason.CONFLICT, "caller 'ci' exists");
        failure = thrown;
        assertSame(
                thrown,
                assertThrows(
                        AdministrationException.class,
                        () -> audited.add(ROOT, "ci", List.of(), List.of())));
        assertEquals("failed caller 'ci' exists", lines.get(2));
        failure = null;
        isBroken = true;
        lines.clear();
        assertThrows(IllegalStateException.class, () -> audited.remove(ROOT, "ci"));
        assertEquals(
                "failed the host failed; it may have been made"
                        + " [java.lang.IllegalStateException: broken]",
                lines.get(2));
    }

    @Test
    void areNotMadeWhereTheLineCannotBeWritten() {
        isFull = true;
        for (int i = 0; i < 3; i++) {
            int which = i;
            AdministrationException thrown =
                    assertThrows(AdministrationException.class, () -> change(which));
            assertEquals(Reason.FAILED, thrown.reason());
        }
        assertEquals(List.of(), lines);
    }

    private void change(int which) throws AdministrationException {
        switch (which) {
            case 0 ->
                    assertEquals(TOKEN, audited.add(ROOT, "ci", List.of(), List.of(Role.OPERATOR)));
            case 1 -> assertEquals(TOKEN, audited.renew(ROOT, "ci"));
            default -> audited.remove(ROOT, "ci");
        }
    }

    @Test
    void readingHasNoLine() {
        assertEquals(List.of(), audited.callers());
        assertEquals(Optional.empty(), audited.caller("ci"));
        assertEquals(List.of(), lines);
    }
}

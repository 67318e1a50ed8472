package org.vexhost.loader.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.AuditTrail;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.ToolOperations;

@DisplayName("What an operator does is written down")
class AuditedOperationsTest {

    private static final Caller ROOT = Caller.user("root");
    private static final GrantsInfo NOTHING =
            new GrantsInfo(
                    "echo",
                    List.of(),
                    Optional.of("sha256:ab"),
                    Optional.empty(),
                    GrantsInfo.Updates.APPROVE,
                    List.of());

    private final List<String> lines = new ArrayList<>();
    private @Nullable AdministrationException failure;
    private boolean isFull;

    /** Says in its lines what was done, too, so that the order can be seen. */
    private final ToolOperations real =
            (ToolOperations)
                    Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {ToolOperations.class},
                            (proxy, method, arguments) -> {
                                lines.add("made " + method.getName());
                                AdministrationException thrown = failure;
                                if (thrown != null) {
                                    throw thrown;
                                }
                                return method.getReturnType() == GrantsInfo.class
                                        ? NOTHING
                                        : method.getReturnType() == List.class ? List.of() : null;
                            });

    private final AuditTrail trail =
            new AuditTrail() {
                @Override
                public Change begin(Caller who, String action, Map<String, String> facts)
                        throws AdministrationException {
                    if (isFull) {
                        throw new AdministrationException(Reason.FAILED, "disk is full");
                    }
                    lines.add("begun " + action + " " + new TreeMap<>(facts));
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

    private final ToolOperations audited = new AuditedOperations(ROOT, real, trail);

    @Test
    void beforeAndAfterIt() throws Exception {
        GrantsInfo ignored =
                audited.grant(
                        "echo",
                        List.of(new Grant.Cryptography()),
                        Optional.empty(),
                        Optional.of("sha256:ab"));
        assertEquals("echo", ignored.tool());
        assertEquals(
                List.of(
                        "begun tool.grant {digest=sha256:ab, grants=cryptography, tool=echo,"
                                + " updates=as before}",
                        "made grant",
                        "done {digest=sha256:ab, granted=, updates=APPROVE}"),
                lines.stream().map(line -> line.replace("granted=nothing", "granted=")).toList());
    }

    @Test
    void withTheReasonWhereItFails() {
        failure = new AdministrationException(Reason.NOT_FOUND, "no such tool");
        assertThrows(AdministrationException.class, () -> audited.disable("absent"));
        assertEquals(
                List.of("begun tool.disable {tool=absent}", "made disable", "failed no such tool"),
                lines);
    }

    @Test
    void asMadeWhereOnlyARestartUndoesIt() {
        failure = new AdministrationException(Reason.NOT_WRITTEN, "disk is full");
        assertThrows(
                AdministrationException.class,
                () -> audited.revoke("echo", Capability.NETWORK, List.of()));
        assertEquals("done {until=the next start: disk is full}", lines.get(2));
    }

    @Test
    void andIsNotDoneWhereThatCannotBe() {
        isFull = true;
        assertThrows(AdministrationException.class, () -> audited.enable("echo"));
        assertThrows(AdministrationException.class, () -> audited.disable("echo"));
        assertThrows(AdministrationException.class, () -> audited.undeploy("echo"));
        assertThrows(
                AdministrationException.class,
                () -> audited.grant("echo", List.of(), Optional.empty(), Optional.empty()));
        assertThrows(
                AdministrationException.class,
                () -> audited.grantRequested("echo", Capability.NETWORK, Optional.empty()));
        assertThrows(
                AdministrationException.class,
                () -> audited.revoke("echo", Capability.NETWORK, List.of()));
        assertThrows(
                AdministrationException.class, () -> audited.approve("echo", Optional.empty()));
        assertThrows(AdministrationException.class, () -> audited.deploy(List.of(), Duration.ZERO));
        assertEquals(List.of(), lines);
    }

    @Test
    void forEveryThingThatItCanDo() {
        long methods =
                List.of(ToolOperations.class.getMethods()).stream()
                        .filter(method -> !method.getName().equals("ownFolder"))
                        .count();
        // Those of the test before, and deploying a file of this machine.
        assertEquals(9, methods, "an operation that no line tells of");
        assertTrue(AuditedOperations.class.getDeclaredMethods().length > methods);
    }
}

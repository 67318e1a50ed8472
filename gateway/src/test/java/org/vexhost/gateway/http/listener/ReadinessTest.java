package org.vexhost.gateway.http.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.admin.HealthCheck;
import org.vexhost.api.admin.HealthFinding;

@DisplayName("A host is ready")
class ReadinessTest {

    private static List<HealthFinding> ask(HealthCheck... checks) {
        return new Readiness(List.of(checks)).findings();
    }

    @Test
    void ifNothingIsFound() {
        List<HealthFinding> findings = ask(List::of);
        assertTrue(Readiness.isReady(findings));
        assertEquals("ok\n", Readiness.text(findings));
    }

    @Test
    void thatOnlyWarns() {
        List<HealthFinding> findings =
                ask(() -> List.of(HealthFinding.warning("audit", "the oldest is deleted")));
        assertTrue(Readiness.isReady(findings));
        assertEquals("ok\nwarning: audit: the oldest is deleted\n", Readiness.text(findings));
    }

    @Test
    void unlessOneCheckSaysNo() {
        List<HealthFinding> findings =
                ask(List::of, () -> List.of(HealthFinding.notReady("tools", "starting")));
        assertFalse(Readiness.isReady(findings));
        assertEquals("not ready\nnot ready: tools: starting\n", Readiness.text(findings));
    }

    @Test
    void andNotBeforeOrAfterItsModules() {
        assertFalse(Readiness.isReady(ask()));
    }

    @Test
    void whenACheckFailsWhichIsTold() {
        List<HealthFinding> findings =
                ask(
                        () -> {
                            throw new IllegalStateException("secret");
                        });
        assertTrue(Readiness.isReady(findings));
        assertEquals(
                "ok\nwarning: host: a check failed, the log says why\n", Readiness.text(findings));
    }

    @Test
    void inTextThatNobodyCanForge() {
        String text =
                Readiness.text(
                        ask(() -> List.of(HealthFinding.warning("audit", "a\nok\u001b[2J"))));
        assertEquals(2, text.lines().count());
        assertFalse(text.contains("\u001b"));
    }
}

package org.vexhost.gateway.http.listener;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.HealthCheck;
import org.vexhost.api.admin.HealthFinding;

/**
 * Whether the host accepts calls, according to the checks of all installed modules. The host
 * becomes ready once each tool found at start-up is accepted or rejected. It stays ready while
 * later tools are compiled. Thread-safe.
 */
final class Readiness {

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final int MAX_LINES = 50;
    private static final int MAX_LINE = 300;

    private final Collection<? extends HealthCheck> checks;

    /**
     * Creates the readiness from checks, which may be added and removed.
     *
     * @param checks may change during iteration without an exception
     */
    Readiness(Collection<? extends HealthCheck> checks) {
        this.checks = checks;
    }

    /** Returns the current problems. If there are no checks, the host is starting or stopping. */
    List<HealthFinding> findings() {
        List<HealthFinding> findings = new ArrayList<>();
        boolean isAsked = false;
        for (HealthCheck check : checks) {
            isAsked = true;
            try {
                findings.addAll(check.findings());
            } catch (RuntimeException e) {
                LOG.warn("a check of health failed", e);
                findings.add(HealthFinding.warning("host", "a check failed, the log says why"));
            }
        }
        if (!isAsked) {
            findings.add(HealthFinding.notReady("host", "starting or stopping"));
        }
        return findings;
    }

    /** Whether the host accepts calls. If not, a load balancer should send them elsewhere. */
    static boolean isReady(List<HealthFinding> findings) {
        return findings.stream().noneMatch(HealthFinding::isNotReady);
    }

    /** Returns a text for people: {@code ok} or {@code not ready}, and a line for each finding. */
    static String text(List<HealthFinding> findings) {
        StringBuilder text = new StringBuilder(isReady(findings) ? "ok\n" : "not ready\n");
        findings.stream()
                .limit(MAX_LINES)
                .forEach(
                        each ->
                                text.append(MessageText.escape(each.line(), MAX_LINE))
                                        .append('\n'));
        return text.toString();
    }
}

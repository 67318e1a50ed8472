package org.vexhost.distribution.cli.doctor;

import java.util.List;
import java.util.stream.Collectors;

/** The findings of all checks. */
public final class Diagnosis {

    private final List<DoctorFinding> findings;

    /** Creates a diagnosis from findings in the order of the checks. */
    Diagnosis(List<DoctorFinding> findings) {
        this.findings = List.copyOf(findings);
    }

    List<DoctorFinding> findings() {
        return findings;
    }

    private long count(DoctorFinding.Severity severity) {
        return findings.stream().filter(each -> each.severity() == severity).count();
    }

    private long problems() {
        return count(DoctorFinding.Severity.PROBLEM);
    }

    private long warnings() {
        return count(DoctorFinding.Severity.WARNING);
    }

    /** Whether there are no problems. There may be warnings. */
    public boolean isHealthy() {
        return problems() == 0;
    }

    /** Returns a line for each finding, and a last line with the numbers of findings. */
    public String text() {
        return findings.stream().map(DoctorFinding::line).collect(Collectors.joining("\n"))
                + "\nhealthy: %s [problems: %d, warnings: %d]"
                        .formatted(isHealthy() ? "yes" : "no", problems(), warnings());
    }

    /** Returns the findings as one line of JSON. */
    public String json() {
        return "{\"healthy\":%b,\"problems\":%d,\"warnings\":%d,\"findings\":[%s]}"
                .formatted(
                        isHealthy(),
                        problems(),
                        warnings(),
                        findings.stream()
                                .map(DoctorFinding::json)
                                .collect(Collectors.joining(",")));
    }
}

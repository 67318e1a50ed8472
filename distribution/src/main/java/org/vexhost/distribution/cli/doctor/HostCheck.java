package org.vexhost.distribution.cli.doctor;

import java.util.List;
import java.util.function.Consumer;
import org.vexhost.distribution.host.HostHome;

/**
 * Reports the problems and warnings in a running host's status, and a host that does not answer.
 */
final class HostCheck implements Check {

    private static final String PART = "host";
    private static final String NOT_READY = "not ready: ";
    private static final String WARNING = "warning: ";

    private final SeenHost host;

    HostCheck(SeenHost host) {
        this.host = host;
    }

    @Override
    public void check(HostHome home, Consumer<DoctorFinding> out) {
        String where = home.root().toString();
        String log = home.logs().resolve("vexhost.log").toString();
        if (host.isSilent()) {
            long process = host.process().orElseThrow();
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            "process %d runs a host that does not answer [%s]"
                                    .formatted(process, host.error()),
                            where,
                            ("if it was started or stopped a moment ago, wait a minute and run this"
                                            + " again; else 'kill -QUIT %d' prints its threads,"
                                            + " 'kill -KILL %d' ends it, and 'vexhost start'"
                                            + " starts it again")
                                    .formatted(process, process)));
            return;
        }
        if (!host.isAnswering()) {
            out.accept(DoctorFinding.ok(PART, "no host runs on this home", where));
            return;
        }
        boolean isFine = true;
        for (String line : host.status()) {
            if (line.startsWith(NOT_READY)) {
                isFine = false;
                out.accept(
                        DoctorFinding.problem(
                                PART, line, log, "wait a moment, or find the reason in the log"));
            } else if (line.startsWith(WARNING)) {
                isFine = false;
                out.accept(
                        DoctorFinding.warning(
                                PART,
                                line.substring(WARNING.length()),
                                log,
                                "the log has more about it"));
            }
        }
        if (isFine) {
            out.accept(DoctorFinding.ok(PART, "runs and is ready" + facts(), where));
        }
    }

    private String facts() {
        List<String> shown =
                host.status().stream()
                        .filter(each -> each.matches("(process|java|up|callable tools): .*"))
                        .toList();
        return shown.isEmpty() ? "" : " (" + String.join(", ", shown) + ")";
    }
}

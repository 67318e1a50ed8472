package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.vexhost.distribution.host.HostHome;

/** Checks the system clock, on which signed tokens and certificates depend. */
final class ClockCheck implements Check {

    private static final String PART = "clock";

    /** Earlier times are wrong, because Vexhost did not exist then. */
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

    private static final Duration TOLERANCE = Duration.ofMinutes(1);
    private static final String ADVICE =
            "set the clock of the machine, for example by 'timedatectl set-ntp true'";

    private final InstantSource clock;

    ClockCheck(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void check(HostHome home, Consumer<DoctorFinding> out) throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String fact = "the clock says %s".formatted(now);
        if (now.isBefore(EARLIEST)) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            fact + ": signed tokens and certificates are not valid yet",
                            "",
                            ADVICE));
            return;
        }
        for (Path file :
                List.of(
                        home.logs().resolve("vexhost.log"),
                        home.lock(),
                        home.etc(),
                        home.tools())) {
            if (Files.exists(file)) {
                Instant written =
                        Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
                if (written.isAfter(now.plus(TOLERANCE))) {
                    out.accept(
                            DoctorFinding.warning(
                                    PART,
                                    "%s, but a file was written at %s".formatted(fact, written),
                                    file.toString(),
                                    ADVICE));
                    return;
                }
            }
        }
        out.accept(DoctorFinding.ok(PART, fact, ""));
    }
}

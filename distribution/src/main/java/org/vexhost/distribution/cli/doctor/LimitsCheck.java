package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.vexhost.distribution.host.HostHome;

/** Checks the system's limits on open files, processes and threads. */
final class LimitsCheck implements Check {

    private static final String PART = "limits";

    /**
     * The number of open files below which there is a warning. A host has an open file for each
     * connection and for each of its jars.
     */
    private static final long FEW_FILES = 1_024;

    private static final long MIN_FILES = 256;

    /**
     * The number of threads below which there is a warning. An idle host on two processors has 58
     * threads.
     */
    private static final long FEW_THREADS = 200;

    private static final long MIN_THREADS = 60;

    private final CgroupLimits container;
    private final Path limits;

    /**
     * Creates a check of the limits of a process and its container.
     *
     * @param limits a file in the format of {@code /proc/self/limits}
     */
    LimitsCheck(CgroupLimits container, Path limits) {
        this.container = container;
        this.limits = limits;
    }

    @Override
    public void check(HostHome home, Consumer<DoctorFinding> out) throws IOException {
        if (!Files.isReadable(limits)) {
            out.accept(
                    DoctorFinding.ok(
                            PART,
                            "%d processors; limits on files and threads are unknown on this system"
                                    .formatted(Runtime.getRuntime().availableProcessors()),
                            ""));
            return;
        }
        String text = Files.readString(limits);
        OptionalLong files = soft(text, "Max open files");
        boolean isFine =
                judge(
                        "open files",
                        files,
                        MIN_FILES,
                        FEW_FILES,
                        "LimitNOFILE of the service, or ulimit -n",
                        out);
        isFine &=
                judge(
                        "processes and threads of this user",
                        soft(text, "Max processes"),
                        MIN_THREADS,
                        FEW_THREADS,
                        "LimitNPROC of the service, or ulimit -u",
                        out);
        isFine &=
                judge(
                        "processes and threads of the container",
                        container.processes(),
                        MIN_THREADS,
                        FEW_THREADS,
                        "the container's limit of pids",
                        out);
        if (isFine) {
            out.accept(
                    DoctorFinding.ok(
                            PART,
                            "%d processors, %s open files"
                                    .formatted(
                                            Runtime.getRuntime().availableProcessors(),
                                            files.isPresent() ? files.getAsLong() : "unlimited"),
                            ""));
        }
    }

    /** Reports whether a limit is high enough, and returns the result. */
    private static boolean judge(
            String what,
            OptionalLong limit,
            long min,
            long few,
            String where,
            Consumer<DoctorFinding> out) {
        if (limit.isEmpty() || limit.getAsLong() >= few) {
            return true;
        }
        String fact = "only %d %s are allowed".formatted(limit.getAsLong(), what);
        String advice = "raise the limit to %d or more, and restart the host".formatted(few);
        out.accept(
                limit.getAsLong() < min
                        ? DoctorFinding.problem(PART, fact, where, advice)
                        : DoctorFinding.warning(PART, fact, where, advice));
        return false;
    }

    /** Returns the soft limit of one kind; empty if there is no limit. */
    private static OptionalLong soft(String text, String name) {
        return Pattern.compile("(?m)^" + Pattern.quote(name) + "\\s+(\\d{1,18})\\s")
                .matcher(text)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .findFirst();
    }
}

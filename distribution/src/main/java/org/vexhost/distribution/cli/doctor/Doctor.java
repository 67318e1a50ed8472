package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexhost.distribution.host.HostHome;

/** Runs all checks of a home and its machine. */
public final class Doctor {

    private static final Path OWN_PROCESS = Path.of("/proc/self");

    private final HostHome home;
    private final Map<String, Check> checks = new LinkedHashMap<>();

    /**
     * Prepares the checks.
     *
     * @param distribution the folder of the product; its {@code etc/} lists all settings
     * @param host the state of the host on the home
     */
    public Doctor(HostHome home, Path distribution, SeenHost host) {
        this.home = home;
        CgroupLimits groups =
                CgroupLimits.of(
                        host.file("cgroup").orElse(OWN_PROCESS.resolve("cgroup")),
                        Path.of("/sys/fs/cgroup"));
        Path limits = host.file("limits").orElse(OWN_PROCESS.resolve("limits"));
        checks.put("java", new JavaCheck());
        checks.put("memory", new MemoryCheck(groups, HeapSize.of(host, System.getenv())));
        checks.put("limits", new LimitsCheck(groups, limits));
        checks.put("clock", new ClockCheck(InstantSource.system()));
        checks.put("folders", new FolderCheck());
        if (canBeEntered(home)) {
            checks.put("owners", new OwnerCheck(host.isAnswering()));
            checks.put("disk", new DiskCheck());
            checks.put("configuration", new ConfigurationCheck(distribution.resolve("etc")));
            checks.put("ports", new PortCheck(host));
            checks.put("host", new HostCheck(host));
        }
    }

    /** Whether this user can list the folders of a home. True for a home that does not exist. */
    private static boolean canBeEntered(HostHome home) {
        for (Path folder : List.of(home.root(), home.etc(), home.run())) {
            boolean isOpen =
                    Files.isDirectory(folder)
                            && Files.isReadable(folder)
                            && Files.isExecutable(folder);
            if (Files.exists(folder) && !isOpen) {
                return false;
            }
        }
        return true;
    }

    /** Runs the checks. If a check fails, that is reported as a finding. */
    public Diagnosis examine() {
        List<DoctorFinding> findings = new ArrayList<>();
        checks.forEach(
                (part, check) -> {
                    try {
                        check.check(home, findings::add);
                    } catch (IOException | RuntimeException e) {
                        findings.add(
                                DoctorFinding.problem(
                                        part,
                                        "cannot be checked [%s]".formatted(reason(e)),
                                        home.root().toString(),
                                        "run this as the user of the host"));
                    }
                });
        return new Diagnosis(findings);
    }

    /**
     * Returns the name of the file, or else only the exception's type. Other messages may quote the
     * content of a file.
     */
    private static String reason(Exception e) {
        return e instanceof FileSystemException ? e.toString() : e.getClass().getSimpleName();
    }
}

package org.vexhost.distribution.small;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;

/** Gives a host little of something, and says by which means. */
final class Confinement implements AutoCloseable {

    private static final long MEMORY_BYTES = 512L << 20;
    private static final int FILES_LEFT = 64;
    private static final int MAX_THREADS = 60;

    /** The JVM makes threads of its own in proportion to the machine. */
    private static final String TWO_PROCESSORS = "-XX:ActiveProcessorCount=2";

    private final String mechanism;
    private final String javaOptions;
    private final List<String> prefix;
    private final Optional<Cgroup> group;
    private final boolean fewFiles;

    private Confinement(
            String mechanism,
            String javaOptions,
            List<String> prefix,
            Optional<Cgroup> group,
            boolean fewFiles) {
        this.mechanism = mechanism;
        this.javaOptions = javaOptions;
        this.prefix = prefix;
        this.group = group;
        this.fewFiles = fewFiles;
    }

    /** A heap of 256 MiB. */
    static Confinement heap() {
        return new Confinement("-Xmx256m", "-Xmx256m", List.of(), Optional.empty(), false);
    }

    /** 512 MiB in all; without a group only the JVM takes that for what there is. */
    static Confinement memory() {
        String bytes = Long.toString(MEMORY_BYTES);
        Optional<Cgroup> group =
                Cgroup.make(
                        "memory",
                        // The second may not be smaller than the first.
                        ordered("memory.limit_in_bytes", "memory.memsw.limit_in_bytes", bytes),
                        ordered("memory.max", "memory.swap.max", bytes));
        if (group.isEmpty()) {
            String option = "-XX:MaxRAM=512m";
            return new Confinement(option, option, List.of(), group, false);
        }
        return new Confinement(
                "%s, memory of %s bytes".formatted(group.get().version(), bytes),
                "",
                group.get().prefix(),
                group,
                false);
    }

    private static Map<String, String> ordered(String first, String second, String bytes) {
        Map<String, String> limits = new java.util.LinkedHashMap<>();
        limits.put(first, bytes);
        limits.put(second, second.contains("swap") ? "0" : bytes);
        return limits;
    }

    /** As many file handles as the host has open when it is ready, and 64. */
    static Confinement files() {
        return new Confinement("prlimit --nofile", "", List.of(), Optional.empty(), true);
    }

    /**
     * 60 processes and threads. Without a group by the limit of a user, who then may have as many
     * beside those that run already; root has no such limit.
     */
    static Optional<Confinement> threads() throws IOException {
        String max = Integer.toString(MAX_THREADS);
        Map<String, String> limit = Map.of("pids.max", max);
        Optional<Cgroup> group = Cgroup.make("pids", limit, limit);
        if (group.isPresent()) {
            return Optional.of(
                    new Confinement(
                            group.get().version() + ", pids.max of " + max,
                            TWO_PROCESSORS,
                            group.get().prefix(),
                            group,
                            false));
        }
        if ("root".equals(System.getProperty("user.name"))
                || !Files.isExecutable(Path.of("/usr/bin/prlimit"))) {
            return Optional.empty();
        }
        String option = "--nproc=" + (threadsOfUser() + MAX_THREADS);
        return Optional.of(
                new Confinement(
                        "prlimit " + option,
                        TWO_PROCESSORS,
                        List.of("/usr/bin/prlimit", option),
                        group,
                        false));
    }

    private static long threadsOfUser() throws IOException {
        long threads = 0;
        String user = Files.getOwner(Path.of("/proc/self")).getName();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.toList()) {
                try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
                    if (Files.getOwner(process).getName().equals(user)) {
                        threads += tasks.count();
                    }
                } catch (IOException e) {
                    // No process, or it has ended.
                }
            }
        }
        return threads;
    }

    /** Starts a host on a home, and confines it. */
    HostProcess start(Path home) throws IOException, InterruptedException {
        Path settings = home.resolve("etc/org.vexhost.engine.cfg");
        Files.createDirectories(settings.getParent());
        // As it comes: it warms up, unlike the hosts of other tests.
        Files.writeString(settings, "warmUp=true\n");
        HostProcess host = HostProcess.start(home, javaOptions, prefix);
        if (fewFiles) {
            long limit = openFiles(host) + FILES_LEFT;
            String option = "--nofile=" + limit + ":" + limit;
            Reply reply =
                    HostProcess.execute(
                            "",
                            List.of(
                                    "/usr/bin/prlimit",
                                    "--pid",
                                    Long.toString(host.pid()),
                                    option));
            assertEquals(0, reply.status(), reply::err);
        }
        return host;
    }

    private static long openFiles(HostProcess host) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + host.pid() + "/fd"))) {
            return files.count();
        }
    }

    /** What it met, as the kernel counts it. */
    String usage() {
        return group.map(
                        each ->
                                "at most %s bytes of memory, at most %s threads, refusals of threads: %s"
                                        .formatted(
                                                each.read("memory.max_usage_in_bytes"),
                                                each.read("pids.peak"),
                                                each.read("pids.events")))
                .orElse("not counted");
    }

    @Override
    public void close() throws IOException {
        if (group.isPresent()) {
            group.get().close();
        }
    }

    @Override
    public String toString() {
        return mechanism;
    }
}

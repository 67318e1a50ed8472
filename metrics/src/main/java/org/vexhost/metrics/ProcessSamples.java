package org.vexhost.metrics;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the metrics of the process and its JVM. Their names are the ones that dashboards for Java
 * expect. Some metrics are available only on Linux.
 */
final class ProcessSamples {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessSamples.class);
    private static final double NANOS_PER_SECOND = 1_000_000_000;
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d{1,15}) kB$");
    private static final Pattern FILES = Pattern.compile("(?m)^Max open files\\s+(\\d{1,15})\\s");

    private final Path process;

    /** Creates the samples of this process. */
    ProcessSamples() {
        this(Path.of("/proc/self"));
    }

    /**
     * Creates the samples from a folder of a process in Linux' {@code /proc}.
     *
     * @param process the folder; it does not exist on other systems
     */
    ProcessSamples(Path process) {
        this.process = process;
    }

    void add(Samples samples) {
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(
                        used -> samples.add(Family.PROCESS_CPU, used.toNanos() / NANOS_PER_SECOND));
        samples.add(
                Family.PROCESS_START,
                ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_PER_SECOND);
        number("status", RESIDENT)
                .ifPresent(kib -> samples.add(Family.PROCESS_RESIDENT_MEMORY, 1024.0 * kib));
        openFiles().ifPresent(open -> samples.add(Family.PROCESS_OPEN_FILES, (double) open));
        number("limits", FILES)
                .ifPresent(max -> samples.add(Family.PROCESS_MAX_FILES, (double) max));
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        add(samples, "heap", memory.getHeapMemoryUsage());
        add(samples, "nonheap", memory.getNonHeapMemoryUsage());
        samples.add(Family.JVM_THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            samples.addSummary(
                    Family.JVM_COLLECTIONS,
                    Math.max(0, each.getCollectionCount()),
                    Math.max(0, each.getCollectionTime()) / MILLIS_PER_SECOND,
                    each.getName());
        }
    }

    private static void add(Samples samples, String area, MemoryUsage usage) {
        samples.add(Family.JVM_MEMORY_USED, (double) usage.getUsed(), area);
        samples.add(Family.JVM_MEMORY_COMMITTED, (double) usage.getCommitted(), area);
        if (usage.getMax() >= 0) {
            samples.add(Family.JVM_MEMORY_MAX, (double) usage.getMax(), area);
        }
    }

    private OptionalLong openFiles() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            long open = 0;
            for (Path each : files) {
                open += each.getNameCount() > 0 ? 1 : 0;
            }
            return OptionalLong.of(open);
        } catch (IOException e) {
            LOG.debug("open files cannot be counted [{}]", e.toString());
            return OptionalLong.empty();
        }
    }

    private OptionalLong number(String file, Pattern pattern) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(process.resolve(file)));
            return matcher.find()
                    ? OptionalLong.of(Long.parseLong(matcher.group(1)))
                    : OptionalLong.empty();
        } catch (IOException e) {
            LOG.debug("'{}' of this process cannot be read [{}]", file, e.toString());
            return OptionalLong.empty();
        }
    }
}

package org.vexhost.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Numbers of the process")
class ProcessSamplesTest {

    @TempDir private Path folder;

    private Map<String, MetricSnapshot> numbers() {
        Samples samples = new Samples();
        new ProcessSamples(folder).add(samples);
        return samples.snapshots().stream()
                .collect(
                        Collectors.toMap(
                                each -> each.getMetadata().getPrometheusName(),
                                Function.identity()));
    }

    private static double value(MetricSnapshot family) {
        return ((GaugeSnapshot) family).getDataPoints().get(0).getValue();
    }

    @Test
    void areReadFromTheSystem() throws Exception {
        Files.createDirectories(folder.resolve("fd"));
        Files.writeString(folder.resolve("fd/0"), "");
        Files.writeString(folder.resolve("fd/7"), "");
        Files.writeString(
                folder.resolve("status"), "Name:\tjava\nVmRSS:\t  1500 kB\nThreads:\t3\n");
        Files.writeString(
                folder.resolve("limits"),
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            1024                 4096                 files
                """);
        Map<String, MetricSnapshot> numbers = numbers();
        assertEquals(1_536_000.0, value(numbers.get("process_resident_memory_bytes")));
        assertEquals(2.0, value(numbers.get("process_open_fds")));
        assertEquals(1024.0, value(numbers.get("process_max_fds")));
    }

    @Test
    void thatASystemDoesNotTellAreAbsent() throws Exception {
        Files.writeString(folder.resolve("limits"), "Max open files unlimited unlimited files\n");
        Map<String, MetricSnapshot> numbers = numbers();
        assertTrue(numbers.keySet().stream().noneMatch(name -> name.contains("fds")));
        assertTrue(numbers.containsKey("jvm_threads_current"));
        assertTrue(value(numbers.get("jvm_threads_current")) >= 1);
        assertEquals(2, numbers.get("jvm_memory_used_bytes").getDataPoints().size());
    }
}

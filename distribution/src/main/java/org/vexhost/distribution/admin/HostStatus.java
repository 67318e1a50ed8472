package org.vexhost.distribution.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.admin.HealthCheck;
import org.vexhost.api.admin.HealthFinding;
import org.vexhost.distribution.host.HostControl;

/** Reports the state of the host. */
final class HostStatus {

    private static final Logger LOG = LoggerFactory.getLogger(HostStatus.class);

    private final HostControl host;
    private final Dynamic<ToolExecutor> executor;
    private final Dynamic<HealthCheck> checks;

    HostStatus(HostControl host, Dynamic<ToolExecutor> executor, Dynamic<HealthCheck> checks) {
        this.host = host;
        this.executor = executor;
        this.checks = checks;
    }

    /**
     * The state of the host at one point in time.
     *
     * @param heapUsedBytes bytes of the heap that are in use
     * @param heapMaxBytes maximum size of the heap in bytes
     * @param tools number of tools that can be called
     */
    record Seen(
            String version,
            String home,
            long process,
            String java,
            long upSeconds,
            long heapUsedBytes,
            long heapMaxBytes,
            int tools,
            List<HealthFinding> findings) {

        boolean isReady() {
            return findings.stream().noneMatch(HealthFinding::isNotReady);
        }

        /** Returns lines of the form {@code key: value}, without a line break at the end. */
        String text() {
            List<String> lines = new ArrayList<>();
            lines.add("version: " + version);
            lines.add("home: " + home);
            lines.add("process: " + process);
            lines.add("java: " + java);
            lines.add("up: " + upSeconds + " s");
            lines.add("heap: " + (heapUsedBytes >> 20) + " of " + (heapMaxBytes >> 20) + " MiB");
            lines.add("callable tools: " + tools);
            lines.add("ready: " + (isReady() ? "yes" : "no"));
            findings.forEach(each -> lines.add(each.line()));
            return String.join("\n", lines);
        }

        /** Returns one line of JSON. */
        String json() {
            List<String> found = new ArrayList<>();
            for (HealthFinding each : findings) {
                found.add(
                        "{\"severity\":%s,\"part\":%s,\"text\":%s}"
                                .formatted(
                                        quote(each.severity().name().toLowerCase(Locale.ROOT)),
                                        quote(each.part()),
                                        quote(each.text())));
            }
            return ("{\"version\":%s,\"home\":%s,\"process\":%d,\"java\":%s,\"upSeconds\":%d,"
                            + "\"heapUsedBytes\":%d,\"heapMaxBytes\":%d,\"callableTools\":%d,"
                            + "\"ready\":%b,\"findings\":[%s]}")
                    .formatted(
                            quote(version),
                            quote(home),
                            process,
                            quote(java),
                            upSeconds,
                            heapUsedBytes,
                            heapMaxBytes,
                            tools,
                            isReady(),
                            String.join(",", found));
        }

        private static String quote(String text) {
            StringBuilder out = new StringBuilder("\"");
            text.chars()
                    .forEach(
                            c -> {
                                if (c == '"' || c == '\\') {
                                    out.append('\\').append((char) c);
                                } else if (c < ' ') {
                                    out.append("\\u%04x".formatted(c));
                                } else {
                                    out.append((char) c);
                                }
                            });
            return out.append('"').toString();
        }
    }

    Seen look() {
        Runtime memory = Runtime.getRuntime();
        return new Seen(
                host.version(),
                host.home().root().toString(),
                ProcessHandle.current().pid(),
                Runtime.version().toString(),
                Duration.between(host.startedAt(), Instant.now()).toSeconds(),
                memory.totalMemory() - memory.freeMemory(),
                memory.maxMemory(),
                executor.get().map(ToolExecutor::list).orElse(List.of()).size(),
                findings());
    }

    private List<HealthFinding> findings() {
        List<HealthFinding> findings = new ArrayList<>();
        List<HealthCheck> all = checks.all();
        for (HealthCheck check : all) {
            try {
                findings.addAll(check.findings());
            } catch (RuntimeException e) {
                LOG.warn("a check of health failed", e);
                findings.add(HealthFinding.warning("host", "a check failed, the log says why"));
            }
        }
        if (all.isEmpty()) {
            findings.add(HealthFinding.notReady("host", "starting or stopping"));
        }
        return findings;
    }
}

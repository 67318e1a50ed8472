package org.vexhost.distribution.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolExecutor;
import org.vexhost.distribution.host.HostControl;

/** What a host says of itself. */
final class HostStatus {

    private final HostControl host;
    private final Dynamic<ToolExecutor> executor;

    HostStatus(HostControl host, Dynamic<ToolExecutor> executor) {
        this.host = host;
        this.executor = executor;
    }

    /** Lines of {@code key: value}, the last without its end. */
    String render() {
        List<ToolDefinition> tools = executor.get().map(ToolExecutor::list).orElse(List.of());
        Duration up = Duration.between(host.startedAt(), Instant.now());
        Runtime memory = Runtime.getRuntime();
        return String.join(
                "\n",
                "version: " + host.version(),
                "home: " + host.home().root(),
                "process: " + ProcessHandle.current().pid(),
                "java: " + Runtime.version(),
                "up: " + up.toSeconds() + " s",
                "heap: "
                        + ((memory.totalMemory() - memory.freeMemory()) >> 20)
                        + " of "
                        + (memory.maxMemory() >> 20)
                        + " MiB",
                "callable tools: " + tools.size());
    }
}

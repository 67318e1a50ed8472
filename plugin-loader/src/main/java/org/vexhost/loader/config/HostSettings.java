package org.vexhost.loader.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.vexhost.api.SandboxLimits;

/**
 * All host settings that an operator can change. Immutable; a change of the configuration creates a
 * new instance.
 *
 * @param home the host's folder, absolute and normalised
 * @param toolsFolder the folder that is watched for tools, absolute and normalised
 * @param defaults the limits that apply where a descriptor requests none
 * @param ceilings the largest limits that a descriptor may request
 * @param deployment how files are deployed
 * @param admission how many calls may run and wait
 */
public record HostSettings(
        Path home,
        Path toolsFolder,
        SandboxLimits defaults,
        SandboxLimits ceilings,
        Deployment deployment,
        Admission admission) {

    /** Checks that nothing is null. */
    public HostSettings {
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(toolsFolder, "toolsFolder");
        Objects.requireNonNull(defaults, "defaults");
        Objects.requireNonNull(ceilings, "ceilings");
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(admission, "admission");
    }

    /** Returns the settings of a home without a configuration. */
    public static HostSettings defaultsFor(Path home) {
        Path root = home.toAbsolutePath().normalize();
        return new HostSettings(
                root,
                root.resolve("tools"),
                SandboxLimits.DEFAULTS,
                SandboxLimits.CEILINGS,
                Deployment.DEFAULTS,
                Admission.DEFAULTS);
    }

    /**
     * How files are deployed.
     *
     * @param settle how long a file must be unchanged before it is read; default 60 ms, 10 ms to 60
     *     s
     * @param scanInterval the interval of scans of the tools folder when there are no file events;
     *     default 1 s, 50 ms to 10 min
     * @param drainTimeout how long calls in flight may continue after their tool is removed;
     *     default 5 s, 0 to 10 min
     * @param threads how many tools are compiled at the same time, in addition to one large tool;
     *     default 2, 1 to 64
     * @param maxModuleBytes the maximum size of a module, in bytes; default 32 MiB, 1 KiB to 256
     *     MiB
     */
    public record Deployment(
            Duration settle,
            Duration scanInterval,
            Duration drainTimeout,
            int threads,
            long maxModuleBytes) {
        /** The defaults. */
        public static final Deployment DEFAULTS =
                new Deployment(
                        Duration.ofMillis(60),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        2,
                        32L << 20);
    }

    /**
     * How many calls may run and wait.
     *
     * @param maxConcurrentCalls running calls in the host; default 64, 1 to 10,000
     * @param maxConcurrentCallsPerTool running calls of one tool; default 16, 1 to 10,000
     * @param maxQueuedCalls calls in the host that wait for a permit; default 256, 0 to 100,000
     * @param maxQueuedCallsPerTool calls of one tool that wait for a permit; default 64, 0 to
     *     100,000
     * @param queueWait the longest wait for a permit; default 5 s, 0 to 10 min
     * @param maxSuspendedCalls calls in the host that returned their permit while they wait for
     *     something outside the host; default 256, 0 to 10,000
     * @param maxSuspendedCallsPerTool such calls of one tool; default 16, 0 to 10,000
     * @param memoryBudgetPercent the share of the JVM's maximum heap that calls may reserve;
     *     default 60, 1 to 90
     */
    public record Admission(
            int maxConcurrentCalls,
            int maxConcurrentCallsPerTool,
            int maxQueuedCalls,
            int maxQueuedCallsPerTool,
            Duration queueWait,
            int maxSuspendedCalls,
            int maxSuspendedCallsPerTool,
            int memoryBudgetPercent) {
        /** The defaults. */
        public static final Admission DEFAULTS =
                new Admission(64, 16, 256, 64, Duration.ofSeconds(5), 256, 16, 60);
    }
}

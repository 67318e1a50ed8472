package org.vexhost.loader.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.vexhost.api.SandboxLimits;

/**
 * All that an operator can set for the host. Immutable; a change of configuration makes another.
 *
 * @param home the host's folder, absolute and normalised
 * @param toolsFolder what is watched for tools, absolute and normalised
 * @param defaults limits of a tool whose descriptor names none
 * @param ceilings the largest limits that a descriptor may ask for
 * @param deployment how files become tools
 * @param admission how many calls run and wait
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

    /** The settings of a home that nobody configured. */
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
     * How files become tools.
     *
     * @param settle how long a file must not have changed before it is read; default 60 ms, 10 ms
     *     to 60 s
     * @param scanInterval how often the folder is looked at even if no event says so; default 1 s,
     *     50 ms to 10 min
     * @param drainTimeout how long calls in flight may go on when their tool goes away; default 5
     *     s, 0 to 10 min
     * @param threads how many tools are compiled at the same time, besides one large one; default
     *     2, 1 to 64
     * @param maxModuleBytes the largest module that is read; default 32 MiB, 1 KiB to 256 MiB
     */
    public record Deployment(
            Duration settle,
            Duration scanInterval,
            Duration drainTimeout,
            int threads,
            long maxModuleBytes) {
        /** What holds unless configured. */
        public static final Deployment DEFAULTS =
                new Deployment(
                        Duration.ofMillis(60),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        2,
                        32L << 20);
    }

    /**
     * How many calls run and wait.
     *
     * @param maxConcurrentCalls in the host; default 64, 1 to 10,000
     * @param maxConcurrentCallsPerTool of one tool; default 16, 1 to 10,000
     * @param maxQueuedCalls waiting for a place, in the host; default 256, 0 to 100,000
     * @param maxQueuedCallsPerTool waiting for a place, of one tool; default 64, 0 to 100,000
     * @param queueWait how long a call waits for a place at most; default 5 s, 0 to 10 min
     * @param maxSuspendedCalls that gave their place back while they wait for something outside the
     *     host, in the host; default 256, 0 to 10,000
     * @param maxSuspendedCallsPerTool of one tool; default 16, 0 to 10,000
     * @param memoryBudgetPercent the share of the JVM's largest heap that calls may reserve;
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
        /** What holds unless configured. */
        public static final Admission DEFAULTS =
                new Admission(64, 16, 256, 64, Duration.ofSeconds(5), 256, 16, 60);
    }
}
